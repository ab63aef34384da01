package dev.tokenward.examples.demo;

/** Who plays a part: the emulator in this process, the vault in its own, and their client. */
record Stage(
    DemoFolder folder, Upstream upstream, RunnableJar jar, VaultProcess vault, Client client) {}
