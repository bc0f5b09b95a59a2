import CaseCore
import Demo
import Development
import Foundation
import TestServices
import Testing
import WorkflowFiles

/// What whoever types a command gets to see.
@Suite struct CommandLineTests {
  static let commands = [
    "serve", "migrate", "workflow check", "workflow diagram", "workflow simulate", "workflow schema",
    "workflow openapi",
    "workflow publish", "workflow list",
    "workflow plan", "workflow upgrade", "workflow propose", "workflow propose-upgrade", "partner add", "partner list",
    "partner check", "partner keys",
    "partner suspend", "partner resume", "partner change", "partner status", "partner rotate", "partner replay",
    "partner remove", "partner epoch", "partner told", "partner acknowledgements list",
    "partner acknowledgements close", "partner propose",
    "partner proposals", "partner plan", "partner approve", "partner reject", "partner withdraw", "partner merge",
    "partner condition", "partner mandate",
    "dead-letter list", "dead-letter show", "dead-letter retry",
    "dead-letter drop",
    "journal verify",
    "journal destructions", "key new", "key record", "rights list", "doctor", "health",
    "deadline list", "deadline explain", "deadline propose", "deadline plan", "deadline approve", "deadline apply",
    "deadline reject", "deadline withdraw", "deadline undo", "deadline settings",
  ]

  /// What only the program for development has.
  static let development = [
    "start", "token", "partner kit", "demo", "chaos", "bench commands", "bench http", "bench inbox", "bench flood",
    "bench relay",
    "bench latency", "bench timers", "bench plan", "bench settings", "bench family", "bench growth",
    "bench reading",
  ]

  @Test(arguments: commands + development)
  func helpOfEveryCommandHasAnExample(command: String) async throws {
    let isOurs = Self.development.contains(command)
    let words = command.split(separator: " ").map(String.init)
    let result = try await Program.run(words + ["--help"], program: isOurs ? Program.development : Program.path)
    #expect(result.code == 0)
    #expect(result.output.contains(command.hasPrefix("deadline ") ? "Voorbeeld: " : "Example: "))
    // The example is of this command, and of no other.
    #expect(result.output.contains("\(isOurs ? "casusregie-dev" : "casusregie") \(command)"))
  }

  /// Whoever adds a command adds it to one of the lists above too. What is for trying things out, the program that serves has
  /// nothing of.
  @Test func theListsHaveEveryCommand() async throws {
    #expect(try await Self.found(in: Program.path) == Set(Self.commands))
    #expect(try await Self.found(in: Program.development) == Set(Self.commands + Self.development))
  }

  private static func found(in program: String) async throws -> Set<String> {
    var found: Set<String> = []
    var groups: [[String]] = [[]]
    while let group = groups.popLast() {
      let nested = subcommands(try await Program.run(group + ["--help"], program: program).output)
      if nested.isEmpty { found.insert(group.joined(separator: " ")) }
      groups += nested.map { group + [$0] }
    }
    return found
  }

  private static func subcommands(_ help: String) -> [String] {
    guard let list = help.firstRange(of: /(SUBCOMMANDS|OPDRACHTEN):\n/) else { return [] }
    return help[list.upperBound...].split(separator: "\n").prefix { $0.hasPrefix("  ") }
      .filter { !$0.hasPrefix("   ") }.compactMap { $0.split(whereSeparator: " ,".contains).first.map(String.init) }
      .filter { !["See", "Zie"].contains($0) }
  }

  @Test(arguments: [
    ["serve", "--bogus"], ["bogus"], ["partner", "add", "--oin", "1"],
    ["partner", "add", "--proposal", "1", "--oin", "1"], ["partner", "resume"], ["partner", "propose", "keys"],
    ["serve", "--port", "many"],
    ["workflow", "check"], ["serve", "--local"], ["journal", "verify", "--folder", "x"], ["serve", "--port", "8080"],
    ["rights", "list", "--role", "x", "--person", "x"], ["rights", "list", "--days", "7"],
    ["rights", "list", "--person", "x", "--days", "400"], ["rights", "list", "--workflow-version", "1.0.0"],
  ])
  func wrongCommandLineEndsWith2(arguments: [String]) async throws {
    let result = try await Program.run(arguments)
    #expect(result.code == 2)
    #expect(result.errors.contains("Usage: "))
    #expect(result.output.isEmpty)
  }

  @Test func aPortThatIsNoneIsRefused() async throws {
    let none = try await Program.run("start", "--port", "99999", program: Program.development)
    #expect(none.code == 2)
    #expect(none.errors.contains("--port: 99999 is no port"), "\(none.errors)")
  }

  /// The parser would take the last one.
  @Test(arguments: [
    ("migrate --config a.json --config b.json", "--config is given more than once, and takes one value"),
    (
      "deadline explain --from 2026-01-01 --length P1D --length=P2D --kind atw",
      "--length staat er meer dan eens, en heeft één waarde."
    ),
    (
      "deadline explain --case 00000000-0000-0000-0000-000000000000 --service x --service x",
      "--service staat er meer dan eens, en heeft één waarde."
    ),
  ])
  func anOptionOfOneValueIsGivenOnce(line: String, sentence: String) async throws {
    let result = try await Program.run(line.split(separator: " ").map(String.init))
    #expect((result.code, result.errors, result.output) == (2, "casusregie: \(sentence)\n", ""))
  }

  @Test func anOptionOfMoreValuesIsGivenMoreOften() async throws {
    let line =
      "deadline explain --from 2026-06-01 --length P1D --kind werkdagen --closed 2026-06-02 --closed 2026-06-03"
    let result = try await Program.run(line.split(separator: " ").map(String.init))
    #expect(result.code == 0 && result.output.contains("donderdag 4 juni 2026"), "\(result.errors)")
  }

  @Test func allFaultsOfTheSettingsAreTold() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      #"{"http": {"port": 99999}, "service": {"oin": "1", "url": "ftp://x"}}"#,
      to: "settings.json"
    )
    let result = try await Program.run("serve", "--config", file)
    #expect(result.code == 1)
    for name in ["service.oin", "service.url", "http.port", "database.url", "broker.url", "keyring.file"] {
      #expect(result.errors.contains("\(name): "), "nothing is said of \(name)")
    }
    // Of a file that was not named there is nothing to say but that.
    #expect(!result.errors.contains("everyone on this machine"), "\(result.errors)")
  }

  @Test func theEnvironmentIsReadAndGoesFirst() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(#"{"service": {"oin": "00000099000000000000", "url": "ftp://x"}}"#, to: "settings.json")
    let environment = ["CASUSREGIE_SERVICE_URL": "https://voorbeeld.nl", "CASUSREGIE_HTTP_PORT": "0x"]
    let result = try await Program.run("serve", "--config", file, environment: environment)
    #expect(result.code == 1)
    #expect(!result.errors.contains("service."))
    #expect(result.errors.contains("http.port: "))
  }

  /// The setting that was meant would have its default, without a word.
  @Test func aVariableThatIsNoSettingIsTold() async throws {
    // Whoever sets deadlines has the last two for that.
    let environment = ["CASUSREGIE_HTTP_PROT": "8080", "CASUSREGIE_TOKEN": "x", "CASUSREGIE_SERVICE": "x"]
    let result = try await Program.run("serve", environment: environment)
    #expect(result.code == 1)
    #expect(result.errors.contains("CASUSREGIE_HTTP_PROT: is no setting"), "\(result.errors)")
    #expect(!result.errors.contains("CASUSREGIE_TOKEN") && !result.errors.contains("CASUSREGIE_SERVICE"))
  }

  @Test func everyFaultOfAWorkflowIsToldWithItsPlace() async throws {
    let folder = try TemporaryFolder()
    let sound = try String(contentsOfFile: "\(Partners.workflow)/workflow.yaml", encoding: .utf8)
    let broken = sound.replacing("target: interventies", with: "target: nergens")
      .replacing("length: P5D", with: "length: vijf")
    let file = try folder.write(broken, to: "workflow.yaml")
    let expected = Self.places(of: ["target: nergens": "nergens", "length: vijf": "vijf"], in: broken)
    #expect(expected.count >= 4)
    let result = try await Program.run("workflow", "check", file)
    #expect(result.code == 1)
    for place in expected { #expect(result.output.contains("\(file):\(place): "), "nothing is said of \(place)") }
    let faults = result.output.split(separator: "\n").count
    #expect(result.errors == "casusregie: \(faults) faults\n")
  }

  /// Line and column of the second text at each line that has the first.
  private static func places(of texts: [String: String], in yaml: String) -> [String] {
    yaml.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { number, line in
      texts.compactMap { text, word in
        guard line.contains(text), let found = line.range(of: word) else { return nil }
        return "\(number + 1):\(line.distance(from: line.startIndex, to: found.lowerBound) + 1)"
      }
    }
  }

  @Test(arguments: ShippedWorkflows.folders) func aSoundWorkflowIsSaidToBeSound(_ folder: String) async throws {
    let workflow = try WorkflowFolder.load(folder).workflow
    let result = try await Program.run("workflow", "check", folder)
    #expect(result.code == 0)
    #expect(result.output.contains("\(workflow.key) \(workflow.version) is sound"))
  }

  /// Partners try out their clients without naming a story.
  @Test func theStoryOfTheKitIsOneOfThoseThatAreShipped() async throws {
    let help = try await Program.run("partner", "kit", "--help", program: Program.development).output
    let story = try #require(help.firstMatch(of: /\(default:\s+([a-z-]+)\)/)?.1)
    let workflow = try Demonstration.workflow(in: ShippedWorkflows.root)
    #expect(try ScenarioFolder(workflow).names.contains(String(story)))
  }

  @Test func aWorkflowIsDrawn() async throws {
    let drawn = try await Program.run("workflow", "diagram", "--format", "mermaid", Partners.workflow)
    #expect(drawn.code == 0 && drawn.output.hasPrefix("stateDiagram-v2\n"))
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/picture.svg"
    let written = try await Program.run("workflow", "diagram", "--format", "svg", "--output", file, Partners.workflow)
    #expect(written.code == 0 && written.output.isEmpty)
    #expect(try String(contentsOfFile: file, encoding: .utf8).contains("<svg "))
    let refused = try await Program.run(
      "workflow",
      "diagram",
      "--format",
      "svg",
      "--machine",
      "bogus",
      Partners.workflow
    )
    #expect(refused.code == 1)
    #expect(refused.errors.contains("no machine «bogus»"))
  }

  @Test func aKeyringIsMade() async throws {
    let (first, second) = (
      try await Program.run("key", "new", "--name", "a"), try await Program.run("key", "new", "--name", "a")
    )
    #expect(first.code == 0 && !first.output.isEmpty)
    #expect(first.output != second.output)
  }

}
