package dev.tokenward.examples.library;

import dagger.BindsInstance;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.tokenward.appcred.AppCredentialsModule;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenListener;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSources;
import dev.tokenward.pat.PatModule;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * A program that is wired by Dagger. Each module brings one family of kinds; which of them a
 * credential is of, its data say.
 */
@Singleton
@Component(modules = {AppCredentialsModule.class, PatModule.class, DaggerProgram.Tokens.class})
public interface DaggerProgram {

  /** What the program is for. */
  Header header();

  /** The source, to be closed when the program ends. */
  CachingTokenSource tokens();

  /** Makes the program; a test gives other parts. */
  @Component.Factory
  interface Factory {

    /** Makes a program that works with {@code credential}. */
    DaggerProgram create(
        @BindsInstance Credential credential,
        @BindsInstance TokenRuntime runtime,
        @BindsInstance TokenListener listener);
  }

  /** One engine for the whole program. */
  @Module
  interface Tokens {

    /** Opens the credential once. */
    @Provides
    @Singleton
    static CachingTokenSource tokens(TokenSources sources, Credential credential) {
      return sources.open(credential);
    }
  }

  /** A class of the program that needs tokens: it asks for the source and knows no kind. */
  final class Header {

    private final CachingTokenSource tokens;

    @Inject
    Header(CachingTokenSource tokens) {
      this.tokens = tokens;
    }

    /** The value for the header {@code Authorization} of the next request. */
    public String value() {
      return tokens.token().authorization();
    }
  }
}
