import ArgumentParser
import Messaging
import Outbox
import Server

extension PartnerCommand {
  struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Puts events into the queue of an organisation again.",
      discussion: """
        Those with these numbers, under the ids and numbers that they have, at most \(EventHistory.page) at a time; it says where to go
        on. Only what the broker had confirmed before; the rest comes by itself. What is not kept any more is named. A client that keeps
        to the rules drops what it knows.

        Example: casusregie partner replay --config casusregie.json --oin 00000099000000000010 --from 41 --to 43
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "Its number.") var oin: String
    @Option(help: "The first number.") var from: Int64
    @Option(help: "The last number.") var to: Int64

    func validate() throws {
      guard from > 0, to >= from else {
        throw ValidationError("--from is a number from 1 on, and --to no smaller one.")
      }
    }

    func run() async throws {
      try await reporting {
        guard let report = try await Administration(options.read()).replay(to: oin, from: from, to: to) else {
          throw Failure("no organisation has the number \(oin)")
        }
        for line in report.lines(to) { print(line) }
        if let failed = report.failed { throw Failure("not sent from number \(failed.number) on: \(failed.reason)") }
      }
    }
  }
}

extension EventReplay.Report {
  fileprivate func lines(_ last: Int64) -> [String] {
    var lines: [String] = []
    if sent.isEmpty, failed == nil, gone.isEmpty { lines.append("it was told nothing with these numbers") }
    if let first = sent.first, let last = sent.last { lines.append("sent \(sent.count): \(Self.text(first...last))") }
    if !destroyed.isEmpty {
      let numbers = destroyed.map(String.init).joined(separator: ", ")
      lines.append("of cases that were destroyed, as no more than that: \(numbers)")
    }
    if !gone.isEmpty { lines.append("not kept any more: \(gone.map(Self.text).joined(separator: ", "))") }
    if let next { lines.append("go on with --from \(next) --to \(last)") }
    return lines
  }

  private static func text(_ numbers: ClosedRange<Int64>) -> String {
    numbers.count == 1 ? "\(numbers.lowerBound)" : "\(numbers.lowerBound)-\(numbers.upperBound)"
  }
}
