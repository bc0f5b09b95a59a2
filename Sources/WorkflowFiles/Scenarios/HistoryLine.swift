import CaseCore
import OrderedCollections

/// A journal entry in one line, for people to read and programs to compare: when, who, what, which states, which events.
///
///     2026-01-05T09:00 gemeente(intake): ontvangst-bevestigen → toetsing (ow-16-54); told gemeente fase-gewijzigd
struct HistoryLine {
  let decision: Decision
  /// The names of organisations by their number.
  let aliases: [String: String]

  init(_ decision: Decision, aliases: [String: String]) {
    self.decision = decision
    self.aliases = aliases
  }

  var text: String {
    let entry = decision.entry
    var parts = ["\(Self.moment(entry.at)) \(who): \(what) → \(entry.to) (\(entry.ground))"]
    let others = moves
    if !others.isEmpty { parts.append(others.joined(separator: ", ")) }
    let told = decision.notices.map { "\(name($0.organisation)) \($0.event)" }
    if !told.isEmpty { parts.append("told " + told.joined(separator: ", ")) }
    if decision.erases { parts.append("erased") }
    return parts.joined(separator: "; ")
  }

  private var who: String {
    let entry = decision.entry
    guard let actor = entry.actor else { return "klok" }
    return "\(name(actor.organisation))(\(entry.role ?? ""))"
  }

  private var what: String {
    let entry = decision.entry
    switch entry.cause {
    case .command(let name): return DeadlineName(name, child: entry.child).description
    case .transferred(let name): return "\(DeadlineName(name, child: entry.child)), overgekomen"
    case .deadline(let name, let timer, _): return "\(DeadlineName(name, child: entry.child)) #\(timer)"
    case .upgraded(let from, let to): return "\(from) → \(to)"
    case .configured(let revision): return "instelling \(revision)"
    case .matched(let identity): return "herkend: \(identity)"
    case .merged(let former, let successor): return "\(name(former)) → \(name(successor))"
    }
  }

  /// What else moved: the case by a child, children by the case.
  private var moves: [String] {
    var moves: [String] = []
    for change in decision.entry.changes {
      switch change {
      case .entered(let state) where decision.entry.child != nil: moves.append("zaak → \(state)")
      case .inChild(let child, .entered(let state)) where child != decision.entry.child:
        moves.append("\(child) → \(state)")
      case .moved(let region): moves.append("regio \(region)")
      case .left(let organisation, let roles, _):
        moves.append("\(name(organisation)) niet meer \(roles.sorted().joined(separator: "+"))")
      default: continue
      }
    }
    return moves
  }

  private func name(_ organisation: String) -> String { aliases[organisation] ?? organisation }

  private static func moment(_ instant: Instant) -> String {
    let local = Amsterdam.local(at: instant)
    let minutes = local.microsecondOfDay / 60_000_000
    return "\(local.date)T\(padded(minutes / 60)):\(padded(minutes % 60))"
  }

  private static func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
