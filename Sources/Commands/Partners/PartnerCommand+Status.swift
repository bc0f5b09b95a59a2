import ArgumentParser
import Foundation
import Messaging
import Server

extension PartnerCommand {
  struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Says how partners are: what waits for them, what waits of them, and what is wrong.",
      discussion: """
        Of each: events that wait and the age of the oldest, the last number given and confirmed, its queues with their messages and
        readers, when it was last seen to read its events, commands that wait or were refused, what it publishes in transactions, messages that could not be read. Figures of the broker are up to some seconds old.
        Exit code 1 when the broker did not answer.

        Example: casusregie partner status --config casusregie.json
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "The number of one organisation; without it, all.") var oin: String?
    @Flag(help: "Writes an object of JSON a line.") var json = false

    func run() async throws {
      try await reporting {
        let (partners, fault) = try await Administration(options.read()).status(oin)
        if let oin, partners.isEmpty { throw Failure("no organisation has the number \(oin)") }
        for partner in partners {
          print(
            try json ? PartnerCommand.json(partner) : partner.lines(isBrokerKnown: fault == nil).joined(separator: "\n")
          )
        }
        if let fault { throw Failure("the queues are not known: \(fault)") }
      }
    }
  }
}

extension PartnerStatus {
  fileprivate func lines(isBrokerKnown: Bool) -> [String] {
    var lines = ["\(organisation)  \(Terminal.line(name))\(suspended ? "  (suspended)" : "")"]
    let age = waiting > 0 ? ", the oldest for \(Self.text(oldestSeconds))" : ""
    lines.append("  events: \(waiting) wait\(age); last number \(lastNumber), confirmed \(confirmedNumber)")
    if failures > 0 {
      let next = nextTry.map { "tried again at \($0.formatted(.iso8601))" } ?? "tried again now"
      lines.append("  could not be told \(failures) times in a row (\(trouble ?? "unknown")), \(next)")
    }
    if isBrokerKnown {
      lines.append("  queue of events: \(Self.text(events))")
      if let formerEvents { lines.append("  former queue of events: \(Self.text(formerEvents))") }
      lines.append("  queue of commands: \(Self.text(commands))")
    }
    lines.append("  last seen to read: \(lastRead.map { $0.formatted(.iso8601) } ?? "not yet")")
    if let wait = commandsWait {
      lines.append("  commands of \(wait.cases) cases wait, the first for \(Self.text(wait.seconds)) (\(wait.reason))")
    }
    if !refused.isEmpty {
      let codes = refused.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      lines.append("  commands refused in 30 days: \(codes)")
    }
    if let transactionalChannels, transactionalChannels > 0 {
      let messages = uncommittedMessages ?? 0
      lines.append(
        "  channels in transactions: \(transactionalChannels), with \(messages) messages in the broker's memory"
      )
    }
    if deadLetters > 0 { lines.append("  messages that could not be read: \(deadLetters)") }
    if let formerUser { lines.append("  former user that still works: \(formerUser)") }
    return lines
  }

  private static func text(_ queue: QueueDepth?) -> String {
    guard let queue else { return "not there" }
    func count(_ number: Int64?) -> String { number.map(String.init) ?? "an unknown number of" }
    return "\(count(queue.messages)) messages, \(count(queue.consumers)) readers (\(queue.queue))"
  }

  /// In whole units of the largest that fits.
  private static func text(_ seconds: Double) -> String {
    let whole = Int(seconds)
    if whole < 120 { return "\(whole) s" }
    if whole < 7_200 { return "\(whole / 60) min" }
    return whole < 172_800 ? "\(whole / 3_600) h" : "\(whole / 86_400) days"
  }
}
