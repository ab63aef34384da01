package dev.tokenward.appcred;

/** A key or certificate cannot be used; holds nothing of what a parser said. */
final class UnusableCertificateException extends Exception {

  private static final long serialVersionUID = 1L;

  private final CertificateProblem problem;

  UnusableCertificateException(CertificateProblem problem) {
    super(problem.name());
    this.problem = problem;
  }

  CertificateProblem problem() {
    return problem;
  }
}
