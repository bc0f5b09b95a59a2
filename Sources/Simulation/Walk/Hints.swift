import CaseCore
import OrderedCollections
import SeededRandom

/// The fields that a command needs for the requirements of a transition to hold, as far as fields determine that.
struct Hints {
  /// Values of which one makes it hold.
  var satisfying: [String: [Value]] = [:]
  /// Values that make it fail.
  var violating: [String: [Value]] = [:]
  /// Dates that are less than this long ago, or longer.
  var dates: [String: (length: Length, isRecent: Bool)] = [:]
  /// The outcomes of joint decisions.
  var outcomes: [String: String] = [:]

  /// Who the sender is, or is not.
  private(set) var senders: [(subject: Guard.Subject, isWanted: Bool)] = []
  /// Joint decisions with the field that names who voted, and the one that has the option.
  private var votes: [(decision: String, named: Guard.Subject, option: Guard.Subject?)] = []

  init(_ transition: Transition, _ random: inout SeededGenerator) {
    for requirement in transition.requirements { want(requirement.guard, true, &random) }
  }

  mutating func want(_ condition: Guard, _ isWanted: Bool, _ random: inout SeededGenerator) {
    switch condition {
    case .all(let guards), .any(let guards):
      let isAll = if case .all = condition { true } else { false }
      if isAll == isWanted {
        for inner in guards { want(inner, isWanted, &random) }
      } else if let one = random.pick(guards) {
        want(one, isWanted, &random)
      }
    case .not(let inner): want(inner, !isWanted, &random)
    case .fact(let name, let values), .field(let name, let values):
      if isWanted { satisfying[name] = values } else { violating[name, default: []] += values }
    case .recent(.fact(let name), let length), .recent(.field(let name), let length): dates[name] = (length, isWanted)
    case .decided(let decision, let option): if isWanted { outcomes[decision] = option }
    case .sender(let subject): senders.append((subject, isWanted))
    case .voted(let decision, let named, let option): if isWanted { votes.append((decision, named, option)) }
    default: break
    }
  }

  /// Fills in what follows from who the sender is, and from who voted.
  /// - Parameter focus: what the command is for; `nil` before there is a case.
  mutating func settle(_ sender: String, in focus: Instance?, _ random: inout SeededGenerator) {
    for case (.field(let name), true) in senders { satisfying[name] = [.reference(sender)] }
    for (decision, named, option) in votes {
      let others = (focus?.votes[decision] ?? []).filter { $0.organisation != sender }
      guard let vote = random.pick(others) else { continue }
      if case .field(let name) = named { satisfying[name] = [.reference(vote.organisation)] }
      if case .field(let name)? = option { satisfying[name] = [.choice(vote.option)] }
    }
  }

  /// Whether an organisation is whom the facts ask for.
  func admits(_ organisation: String, in focus: Instance) -> Bool {
    senders.allSatisfy { subject, isWanted in
      guard case .fact(let name) = subject, let value = focus.facts[name] else { return true }
      return value.references.contains(organisation) == isWanted
    }
  }
}
