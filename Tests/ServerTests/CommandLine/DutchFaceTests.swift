import Foundation
import Testing

/// What the parser of arguments says to a civil servant: nothing of it is in English.
@Suite struct DutchFaceTests {
  /// The words of the parser's own sentences and headings, but for those that are Dutch too.
  private static let words = [
    "Error", "Unknown", "option", "options", "Did you", "mean", "Missing", "expected", "Unexpected", "unexpected",
    "value", "values", "invalid", "Please", "provide", "one of", "Usage", "See", "for more", "Help", "detailed",
    "OVERVIEW", "USAGE", "ARGUMENTS", "arguments", "OPTIONS", "SUBCOMMANDS", "subcommand", "Show", "information",
    "default", "does not", "specified", "had already", "flag", "required", "this machine", "settings\\.", "folder",
    "exclude", "without", "config",
  ]

  private func expectDutch(_ text: String, _ place: String) {
    for word in Self.words {
      let pattern = "(?<![-\\w«])\(word)(?![-\\w»=])"
      let found = text.range(of: pattern, options: .regularExpression)
      #expect(found == nil, "\(place): «\(word)» in: \(text)")
    }
  }

  /// Every kind of wrong command line that the parser knows, and what is said of it.
  @Test(arguments: [
    (["list", "--statsu", "x"], "Fout: De optie «--statsu» bestaat niet. Bedoelde u «--status»?"),
    (["list", "--onzinnigheid"], "Fout: De optie «--onzinnigheid» bestaat niet."),
    (["list", "-x"], "Fout: De optie «-x» bestaat niet."),
    (["list", "-é"], "Fout: De optie «-é» bestaat niet."),
    (["list", "--region"], "Fout: Achter «--region <regio>» ontbreekt een waarde."),
    (["settings", "--all=ja"], "Fout: Achter «--all» hoort geen waarde; «ja» is er een te veel."),
    (["list", "te-veel"], "Fout: «te-veel» is te veel."),
    (["list", "een", "twee"], "Fout: Deze zijn te veel: 'een', 'twee'."),
    (["onbekend"], "Fout: «onbekend» is te veel."),
    (["propose"], "Fout: «--reason <reden>» ontbreekt."),
    (["plan"], "Fout: «<nummer>» ontbreekt."),
    (["plan", "een"], "Fout: «een» kan niet bij «<nummer>»."),
    (
      ["list", "--status", "x"],
      "Fout: «x» kan niet bij «--status <stand>». Kies uit 'loopt', 'verlopen' of 'opgeschort'."
    ),
    (["plan", "1", "--format", "x"], "Fout: «x» kan niet bij «--format <vorm>». Kies uit 'text' of 'json'."),
    (["list", "--case", "x"], "Fout: «x» kan niet bij «--case <id>»: «x» is geen id van een casus."),
    (["propose", "--warn", "P1D", "--reason", "x"], "Fout: «P1D» kan niet bij «--warn <duur:rollen>»."),
    (
      ["propose", "--enabled", "--no-enabled", "--reason", "x"],
      "Fout: «--enabled» en «--no-enabled» spreken elkaar tegen; geef er een."
    ),
    (["list", "--format", "ics"], "Fout: Een agenda is van één rol: noem die met --role."),
    (["list", "--format", "ics", "--role", "x", "--region", "y"], "Fout: In een agenda staat alles van de rol: "),
    (["list", "--local"], "Fout: De optie «--local» bestaat niet."),
    (["approve", "1", "--plan", "0"], "Fout: --plan: dit is geen plan."),
    (["explain", "--deadline", "x"], "Fout: --deadline hoort bij --case."),
    (["apply", "--local"], "Fout: De optie «--local» bestaat niet."),
  ])
  func aWrongCommandLine(arguments: [String], sentence: String) async throws {
    let result = try await Program.run(["deadline"] + arguments)
    #expect(result.code == 2 && result.output.isEmpty)
    #expect(result.errors.hasPrefix("casusregie: \(sentence)"), "\(result.errors)")
    #expect(result.errors.contains("Gebruik: ") && result.errors.split(separator: "\n").count <= 12, "\(result.errors)")
    expectDutch(result.errors, arguments.joined(separator: " "))
  }

  @Test(arguments: CommandLineTests.commands.filter { $0.hasPrefix("deadline ") } + ["deadline"])
  func help(command: String) async throws {
    let words = command.split(separator: " ").map(String.init)
    let help = try await Program.run(words + ["--help"])
    #expect(help.code == 0 && help.output.hasPrefix("OVERZICHT: "))
    #expect(help.output.contains("GEBRUIK: casusregie \(command)"))
    expectDutch(help.output, command)
    #expect(try await Program.run(["help"] + words).output == help.output)
  }

  /// The words about settings are those of the log and the documents; that they are is said in Dutch.
  @Test func applyQuotesWhatIsWrongWithTheSettings() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(#"{"http": {"port": 99999}, "bogus": 1}"#, to: "settings.json")
    let (apply, migrate) = (
      try await Program.run("deadline", "apply", "--config", file), try await Program.run("migrate", "--config", file)
    )
    let faults = migrate.errors.dropFirst("casusregie: ".count).split(separator: "\n")
    #expect(apply.code == 1 && faults.contains("bogus: is no setting"))
    let told = ["casusregie: De instellingen van de dienst kloppen niet:"] + faults.map { "  \($0)" }
    #expect(apply.errors.split(separator: "\n").map(String.init) == told, "\(apply.errors)")
  }

  /// Operators have theirs in English, in which a word of a civil servant's is one of a list.
  @Test func otherCommandsStayInEnglish() async throws {
    #expect(try await Program.run("serve", "--bogus").errors.contains("Error: Unknown option '--bogus'"))
    #expect(try await Program.run("partner", "add", "deadline").errors.contains("Usage: "))
  }
}
