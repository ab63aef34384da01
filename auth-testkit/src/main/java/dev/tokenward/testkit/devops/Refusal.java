package dev.tokenward.testkit.devops;

import dev.tokenward.testkit.http.Replies;
import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.WebRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/** The shapes in which Azure DevOps refuses a credential. */
public enum Refusal {

  /** 203 with a page for people. */
  SIGN_IN_PAGE {
    @Override
    Reply reply(WebRequest request, Organization organization) {
      return suppressed(request) ? BARE.reply(request, organization) : Replies.signInPage();
    }
  },

  /** 302 to the page for people. */
  SIGN_IN_REDIRECT {
    @Override
    Reply reply(WebRequest request, Organization organization) {
      return suppressed(request)
          ? BARE.reply(request, organization)
          : Reply.html(302, "<html><head><title>Object moved</title></head></html>")
              .header("Location", request.origin() + "/_signin?realm=127.0.0.1");
    }
  },

  /** 401 without a body, which names no cause. */
  BARE {
    @Override
    Reply reply(WebRequest request, Organization organization) {
      return Reply.empty(401)
          .header("WWW-Authenticate", "Basic realm=\"" + request.origin() + "/\"");
    }
  },

  /** 401 that says that the PAT is expired. */
  EXPIRED_PAT {
    @Override
    Reply reply(WebRequest request, Organization organization) {
      String message = "Access Denied: The Personal Access Token used has expired.";
      return BARE.reply(request, organization)
          .header("X-TFS-ServiceError", encoded(message))
          .header("Content-Type", "application/json; charset=utf-8")
          .body(ServiceError.json("AccessCheckException", message));
    }
  },

  /** 401 with a Bearer challenge and an error that begins with a byte order mark. */
  BEARER {
    @Override
    Reply reply(WebRequest request, Organization organization) {
      return toBearer("TF400813: The user is not authorized to access this resource.");
    }
  },

  /** 401 that names the user whom the organization does not let in. */
  NAMED_USER {
    @Override
    Reply reply(WebRequest request, Organization organization) {
      String user = UUID.randomUUID().toString();
      return toBearer(
          "TF400813: The user \"%s\" is not authorized to access this resource.".formatted(user));
    }
  },

  /** 401 of a server on premises, with every way to sign in that Windows has. */
  ON_PREMISES {
    @Override
    Reply reply(WebRequest request, Organization organization) {
      return Reply.html(401, "<html><head><title>401 - Unauthorized</title></head></html>")
          .header("WWW-Authenticate", "Bearer")
          .header("WWW-Authenticate", "Basic realm=\"" + request.origin() + "/tfs\"")
          .header("WWW-Authenticate", "Negotiate")
          .header("WWW-Authenticate", "NTLM");
    }
  },

  /** 403 that a policy of the branch gives whoever pushes to it. */
  BRANCH_POLICY {
    @Override
    Reply reply(WebRequest request, Organization organization) {
      String message =
          "TF402455: Pushes to this branch are not permitted; you must use a pull request to update"
              + " this branch.";
      return Reply.empty(403)
          .header("Content-Type", "application/json; charset=utf-8")
          .body(ServiceError.json("GitRefUpdateRejectedByPolicyException", message));
    }
  },

  /** 401 that says which claims the token has to have. */
  CLAIMS_CHALLENGE {
    @Override
    Reply reply(WebRequest request, Organization organization) {
      String claims =
          "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"%s\"}}}"
              .formatted(organization.context());
      byte[] json = claims.getBytes(StandardCharsets.UTF_8);
      String challenge =
          "Bearer realm=\"\", authorization_uri=\"%s/common/oauth2/authorize\","
              + " error=\"insufficient_claims\", claims=\"%s\"";
      return Reply.empty(401)
          .header(
              "WWW-Authenticate",
              challenge.formatted(request.origin(), Base64.getEncoder().encodeToString(json)));
    }
  },

  /** 401 to git, with three challenges to choose from. */
  GIT_CHALLENGE {
    @Override
    Reply reply(WebRequest request, Organization organization) {
      String authority = request.origin() + "/" + organization.tenant().id();
      return Reply.text(401, "TF400813: Resource not available for anonymous access.")
          .header("WWW-Authenticate", "Bearer authorization_uri=" + authority)
          .header("WWW-Authenticate", "Basic realm=\"" + request.origin() + "/\"")
          .header("WWW-Authenticate", "TFS-Federated");
    }
  };

  abstract Reply reply(WebRequest request, Organization organization);

  private static Reply toBearer(String message) {
    return Reply.empty(401)
        .header("WWW-Authenticate", "Bearer")
        .header("X-TFS-ServiceError", encoded(message))
        .header("Content-Type", "application/json; charset=utf-8")
        .body("\uFEFF" + ServiceError.json("UnauthorizedRequestException", message));
  }

  private static boolean suppressed(WebRequest request) {
    return request.header("X-TFS-FedAuthRedirect").filter("Suppress"::equalsIgnoreCase).isPresent();
  }

  private static String encoded(String message) {
    return URLEncoder.encode(message, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
