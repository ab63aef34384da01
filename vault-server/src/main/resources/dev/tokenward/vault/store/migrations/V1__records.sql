-- Everything that the vault keeps. What stands in the open here is bound to what is sealed: a row
-- that was changed by any other hand opens no more.
create table record (
  noun         text    not null,
  id           text    not null,
  name         text    not null,
  version      integer not null,
  created_at   integer not null, -- milliseconds since 1970, as are the other times
  changed_at   integer not null,
  ends_at      integer,
  destinations text    not null, -- one a line
  body         text    not null, -- JSON
  sealed       blob    not null,
  primary key (noun, id)
) without rowid;

create unique index record_name on record (noun, name);

create index record_end on record (noun, ends_at) where ends_at is not null;

-- Which store this is.
create table store (
  one integer primary key check (one = 1),
  id  text    not null
);

-- By which a wrong root key is known before it opens anything.
create table root_key (
  version     integer primary key,
  check_value text not null
);
