import Foundation

/// What a run did, counted and found.
public struct ChaosReport: Encodable, Sendable {
  let seed: UInt64
  let workflow: String
  let seconds: Int
  /// How often each fault was made, by its name.
  let faultsMade: [String: Int]
  /// Each of them, in its order.
  let records: [FaultRecord]
  /// What could not be made here, and why.
  let notMade: [String]
  /// By the name of each partner.
  let partners: [String: PartnerCounts]
  let figures: Evidence.Figures
  let failovers: [Failover]
  let brokerLosses: [BrokerLoss]
  /// What is wrong.
  public let faults: [String]

  public var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }

  public var text: String {
    let sum = partners.values.reduce(PartnerCounts(), +)
    let refused = sum.refused.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    let made = faultsMade.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    let lines =
      [
        "seed \(seed), \(workflow), \(partners.count) partners (\(partners.keys.sorted().joined(separator: ", "))), \(seconds) s",
        "\(records.count) faults made: \(made)",
        "commands: \(sum.commands), delivered \(sum.copiesSent) times; carried out \(sum.carriedOut), refused \(refused.isEmpty ? "none" : refused)",
        "answers: \(sum.answers); sent again for want of one: \(sum.sentAgain)",
        "taken back by a restore and sent again: \(sum.takenBack); carried out \(sum.takenBackAndCarriedOut), refused \(sum.takenBackAndRefused)",
        "events: \(sum.events) handled in \(sum.deliveries) deliveries; \(sum.duplicates) came again, \(sum.outdated) of an epoch that was taken back",
        "lost on their way: asked again \(sum.askedAgain) times, \(sum.recovered) events got so, \(sum.tooLarge) answers too large for that",
        "questions asked: \(sum.questions)",
        "in the database: \(figures.journalEntries) entries of journals, \(figures.commandsInJournal) of them commands of these partners; \(figures.events) events for them, \(figures.epochs) epochs; \(figures.cases) cases as they know them; \(figures.deadlines) deadlines fired",
      ]
      + notMade.map { "not made: \($0)" } + failovers.map(\.text) + brokerLosses.map(\.text)
    return (lines + (faults.isEmpty ? ["nothing wrong was found"] : ["wrong:"] + faults.map { "- \($0)" }))
      .joined(separator: "\n")
  }
}
