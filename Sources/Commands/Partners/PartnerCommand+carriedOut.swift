import CaseCore
import Server

extension Mandate {
  /// In one line.
  var text: String {
    let names = roles.sorted().map(Terminal.line).joined(separator: ",")
    let state = isEnded ? "  (ended)" : ""
    return
      "mandate \(number): \(agent) acts for \(principal) as \(names) in \(Terminal.line(workflow)) from \(from) until \(until)\(state)"
  }
}

extension PartnerCommand {
  /// What became of a proposal that was carried out.
  static func text(_ done: Administration.CarriedOut, _ format: Format) throws -> String {
    switch done {
    case .entered(let access): try format == .json ? access.json : access.text
    case .changed(let organisation):
      [
        organisation.number, organisation.region, organisation.roles.sorted().joined(separator: ","),
        Terminal.line(organisation.name),
      ].joined(separator: "  ")
    case .keys(let added, let ended): "\(added) added, \(ended) ended"
    case .resumed(let number): "\(number) is let in again"
    case .removed(let number): "\(number) is removed"
    case .mandate(let mandate): mandate.text
    case .condition(let condition, let number, let day): "\(number) meets \(condition) until \(day)"
    }
  }
}
