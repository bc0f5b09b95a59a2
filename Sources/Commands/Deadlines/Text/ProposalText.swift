import StrictJSON

/// A proposal (`Termijnvoorstel`), with what holds now beside what it would make of it.
struct ProposalText {
  /// What became of it, in one line.
  let headline: String
  /// Who proposed it and why, and what.
  let lines: [String]

  init(_ proposal: Answer) throws {
    headline = "voorstel \(try proposal.number("nummer")): \(try Self.outcome(of: proposal))"
    let (at, who) = (try proposal.text("voorgesteldTijdstip"), try Self.person("voorgesteldDoor", of: proposal))
    let heading = "voorgesteld \(MomentText.dateOrMoment(at)) door \(who): \(Terminal.line(try proposal.text("reden")))"
    let now = try proposal.optionalList("nu")
    let changes = try proposal.list("wijzigingen").enumerated().map { index, change in
      let text = try SettingText.change(change)
      guard let now, now.indices.contains(index), now[index].json != .null else { return text }
      let value = try SettingText.value(now[index])
      return "\(text) (nu: \(value.isEmpty ? "de gewone kalender" : value))"
    }
    lines = [heading] + changes
  }

  /// What to do next with one that was just made.
  static func hint(_ number: Int64) -> String { "Bekijk wat het doet: casusregie deadline plan \(number)" }

  private static func outcome(of proposal: Answer) throws -> String {
    let standing = try proposal.text("stand")
    guard let at = try proposal.optionalText("afgedaanTijdstip").map(MomentText.dateOrMoment) else { return standing }
    switch standing {
    case "goedgekeurd":
      let revision = try proposal.optionalNumber("revisie").map { ": instelling \($0)" } ?? ""
      return "goedgekeurd \(at) door \(try person("afgedaanDoor", of: proposal))\(revision)"
    case "afgewezen":
      let reason = try proposal.optionalText("afwijzingsreden").map { ": \(Terminal.line($0))" } ?? ""
      return "afgewezen \(at) door \(try person("afgedaanDoor", of: proposal))\(reason)"
    default: return "\(standing) \(at)"
    }
  }

  /// Whatever the name holds, it is a part of one line.
  private static func person(_ name: String, of proposal: Answer) throws -> String {
    Terminal.line(try proposal.part(name).text("persoon"))
  }
}
