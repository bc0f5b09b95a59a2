import ArgumentParser
import Foundation
import Server

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract:
      "Looks at settings, files, keys, certificates, workflows, database, broker and issuers, and says what to do.",
    discussion: """
      It goes on after a fault, tells all, and changes nothing. Run it as the account of the service, before the first start, after
      every change, and when something does not work; instances may run. Every line has a code that keeps its meaning. Exit code 0:
      no fault; 1: at least one. A warning is no fault, and what was not looked at is told as unchecked.

      Example: casusregie doctor --config /etc/casusregie/casusregie.json
      """
  )

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @OptionGroup var options: SettingsOptions
  @Option(help: "How it is written: text or json, an object a line.") var format = Format.text

  func run() async throws {
    try await reporting {
      let findings = await options.examine()
      for finding in findings { print(try format == .json ? finding.json : finding.text) }
      let (faults, warnings) = (findings.count { $0.outcome == .fault }, findings.count { $0.outcome == .warning })
      let warned = Self.count(warnings, "warning")
      guard faults == 0 else { throw Failure("\(Self.count(faults, "fault")) found, \(warned)") }
      if format == .text { print("no fault found, \(warned)") }
    }
  }

  private static func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
}

extension Doctor.Finding {
  fileprivate var text: String {
    let word = outcome.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0)
    let line = "\(word)  \(code.rawValue): \(Terminal.line(message))"
    guard let advice else { return line }
    return "\(line)\n           do: \(advice)"
  }

  fileprivate var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      var members = ["code": code.rawValue, "outcome": outcome.rawValue, "message": message]
      // Absent when there is nothing to do.
      members["do"] = advice
      return String(decoding: try encoder.encode(members), as: UTF8.self)
    }
  }
}
