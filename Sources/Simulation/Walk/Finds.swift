import CaseCore

/// Cases that walks go on from, so that they come where a walk from the beginning seldom does: of each state some, those
/// in which something was seen for the first time among them.
struct Finds: Sendable {
  private var plays: [String: [Play]] = [:]
  private static let most = 24

  mutating func keep(_ play: Play, _ dice: inout Dice) {
    guard let instance = play.instance, !play.setting.isFinal(instance.root) else { return }
    let count = plays[instance.state]?.count ?? 0
    if count < Self.most {
      plays[instance.state, default: []].append(play)
    } else {
      plays[instance.state]?[dice.roll(count)] = play
    }
  }

  /// One of a state that few walks came to, rather than of one that all do.
  func pick(_ dice: inout Dice) -> Play? {
    dice.pick(plays.keys.sorted()).flatMap { plays[$0] }.flatMap { dice.pick($0) }
  }
}
