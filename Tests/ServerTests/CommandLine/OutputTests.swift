import Testing

/// Output that does not arrive. Whoever keeps a file has to know that it lacks something.
@Suite struct OutputTests {
  /// Runs the program with its output changed by a shell.
  private func run(_ script: String, _ arguments: [String]) async throws -> Program.Result {
    let child = try await ChildProcess(
      ["-c", script, try Program.path] + arguments,
      program: "/bin/bash",
      in: Program.root
    )
    let code = try await child.ended()
    return Program.Result(code: code, output: child.output, errors: child.errors)
  }

  private func expectFailure(_ result: Program.Result, _ sentence: String) {
    #expect(result.code == 1)
    #expect(result.errors == "casusregie: \(sentence)\n")
  }

  @Test(arguments: CommandLineTests.commands + [""])
  func helpThatCannotBeWrittenIsAFailure(command: String) async throws {
    let words = command.split(separator: " ").map(String.init)
    let sentence =
      words.first == "deadline"
      ? "De uitvoer kan niet worden geschreven, en is niet volledig."
      : "the output cannot be written, and is not complete"
    expectFailure(try await run(#"exec "$0" "$@" >/dev/full"#, words + ["--help"]), sentence)
  }

  @Test(arguments: [
    ["workflow", "check", Partners.workflow], ["workflow", "diagram", "--format", "mermaid", Partners.workflow],
    ["key", "new", "--name", "a"],
  ])
  func whatACommandFoundAndCannotWriteIsAFailure(arguments: [String]) async throws {
    for output in ["/dev/full", "&-"] {
      let result = try await run(#"exec "$0" "$@" >\#(output)"#, arguments)
      expectFailure(result, "the output cannot be written, and is not complete")
    }
  }

  @Test func errorsThatCannotBeWrittenDoNotChangeTheEnd() async throws {
    for errors in ["/dev/full", "&-"] {
      #expect(try await run(#"exec "$0" "$@" 2>\#(errors)"#, ["serve", "--bogus"]).code == 2)
    }
  }

  /// As with `| head`. The reader has gone before anything is written.
  @Test(arguments: [
    ["--help"], ["workflow", "diagram", "--format", "svg", Partners.workflow],
    ["deadline", "explain", "--from", "2026-12-24", "--length", "P3D", "--kind", "atw"],
  ])
  func aReaderThatHasEnoughIsNoFailure(arguments: [String]) async throws {
    let result = try await run(#"exec 3> >(exec true); wait $!; exec "$0" "$@" >&3 3>&-"#, arguments)
    #expect((result.code, result.errors) == (0, ""))
  }
}
