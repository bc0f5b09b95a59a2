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
    default: break
    }
  }
}
