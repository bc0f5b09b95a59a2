import ArgumentParser
import Foundation

/// The commands of civil servants say everything in Dutch. The parser of arguments has sentences and headings of its own, in
/// English: here they are in Dutch, for those commands alone. A test walks over everything that it can say.
enum DutchFace {
  /// Whether this run is of such a command.
  static let isTyped = isOf(CommandLine.arguments.dropFirst())

  /// Whether the arguments are of such a command, or ask for its help.
  static func isOf(_ arguments: some Sequence<String>) -> Bool {
    arguments.first { !$0.hasPrefix("-") && $0 != "help" } == DeadlineCommand.configuration.commandName
  }

  /// - Parameter text: what the parser says: a wrong command line with its usage, or help.
  static func translated(_ text: String) -> String {
    (mistakes + usage + help + settings).reduce(text) { text, sentence in
      text.replacingOccurrences(of: "(?m)\(sentence.english)", with: sentence.dutch, options: .regularExpression)
    }
  }

  /// An expression, and what stands for what it finds.
  private typealias Sentence = (english: String, dutch: String)

  /// The more particular ones first.
  private static let mistakes: [Sentence] = [
    (#"^Error: Unknown option '(.*)'\. Did you mean '(.*)'\?"#, "Fout: De optie «$1» bestaat niet. Bedoelde u «$2»?"),
    (#"^Error: Unknown option '(.*)'"#, "Fout: De optie «$1» bestaat niet."),
    (#"^Error: Invalid option: (.*)"#, "Fout: De optie «$1» bestaat niet."),
    (#"^Error: Missing value for '(.*)'"#, "Fout: Achter «$1» ontbreekt een waarde."),
    (
      #"^Error: The option '(.*)' does not take any value, but '(.*)' was specified\."#,
      "Fout: Achter «$1» hoort geen waarde; «$2» is er een te veel."
    ),
    (#"^Error: Unexpected argument '(.*)'"#, "Fout: «$1» is te veel."),
    (#"^Error: \d+ unexpected arguments: (.*)"#, "Fout: Deze zijn te veel: $1."),
    (
      #"^Error: Value to be set with flag '(.*)' had already been set with flag '(.*)'"#,
      "Fout: «$2» en «$1» spreken elkaar tegen; geef er een."
    ),
    (#"^Error: Missing expected argument '(.*)'"#, "Fout: «$1» ontbreekt."),
    (
      #"^Error: The value '(.*)' is invalid for '(.*)'\. Please provide one of '(.*)' (?:and|or) '(.*)'\."#,
      "Fout: «$1» kan niet bij «$2». Kies uit '$3' of '$4'."
    ),
    (#"^Error: The value '(.*)' is invalid for '(.*)': (.*)"#, "Fout: «$1» kan niet bij «$2»: $3"),
    (#"^Error: The value '(.*)' is invalid for '(.*)'"#, "Fout: «$1» kan niet bij «$2»."),
    (#"^Error: "#, "Fout: "),
  ]

  private static let usage: [Sentence] = [
    (#"^Help:  "#, "Uitleg:  "),
    (#"^Usage: "#, "Gebruik: "),
    (#"^  See '(.*)' for more information\."#, "  Zie «$1» voor uitleg."),
    (#"<options>"#, "<opties>"),
    (#"<subcommand>"#, "<opdracht>"),
  ]

  private static let help: [Sentence] = [
    (
      #"^OVERVIEW: \Q\#(DeadlineCommand.configuration.abstract)\E"#,
      "OVERZICHT: De termijnen van casussen: hoe zij tellen, wat er wanneer moet gebeuren,\nen wat is ingesteld."
    ),
    (#"^OVERVIEW: "#, "OVERZICHT: "),
    (#"^USAGE: "#, "GEBRUIK: "),
    (#"^ARGUMENTS:$"#, "ARGUMENTEN:"),
    (#"^OPTIONS:$"#, "OPTIES:"),
    (#"^SUBCOMMANDS:$"#, "OPDRACHTEN:"),
    (#"^  See '(.*)' for detailed help\."#, "  Zie «$1» voor uitleg."),
    (#"Show the version\."#, "Toont de versie."),
    (#"Show help information\."#, "Toont deze uitleg."),
    (#"\(values:"#, "(waarden:"),
    (#"(\(|;\s)\s*default:"#, "$1standaard:"),
  ]

  /// What the options say that «apply» shares with the commands of operators.
  private static let settings: [Sentence] = [
    (#"<config>"#, "<bestand>"),
    (words("A JSON file with settings."), "Een JSON-bestand met instellingen."),
    (words("Connections within this machine may go without TLS."), "Verbindingen binnen de machine mogen zonder TLS."),
  ]

  /// A sentence that help may have cut into lines anywhere.
  private static func words(_ sentence: String) -> String {
    sentence.split(separator: " ").map { #"\Q\#($0)\E"# }.joined(separator: #"\s+"#)
  }
}
