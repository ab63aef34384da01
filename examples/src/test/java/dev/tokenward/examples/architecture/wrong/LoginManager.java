package dev.tokenward.examples.architecture.wrong;

/** Breaks every rule for the look of a class, so that each is seen to bite. */
class LoginManager {

  static int logins;

  void pause() throws InterruptedException {
    logins++;
    Thread.sleep(1);
  }
}
