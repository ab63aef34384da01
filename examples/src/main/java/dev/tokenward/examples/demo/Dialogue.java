package dev.tokenward.examples.demo;

import java.io.IOException;

/** Shows what the client does while it does it: the line that could be typed, then the answer. */
record Dialogue(Client client, Page page) {

  /** Sends a request that is to be answered with {@code status}, and shows some fields. */
  Answer send(Call call, int status, String... fields) throws IOException, InterruptedException {
    page.command(call.curl());
    Answer answer = client.send(call).expect(status);
    page.answer(answer, fields);
    return answer;
  }

  /** Runs git and shows what it writes. */
  Run git(GitCall call) throws IOException, InterruptedException {
    page.command(call.line());
    Run run = client.git(call.arguments());
    page.output(run.output());
    return run;
  }
}
