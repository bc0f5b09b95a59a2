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
      // One that came there sooner stays rather than one that came late: later it can always become.
      let place = dice.roll(count)
      let isSooner = plays[instance.state].map { play.now < $0[place].now } ?? true
      if isSooner || dice.once(in: 3) { plays[instance.state]?[place] = play }
    }
  }

  /// One in which something can be done that was not seen yet; when there is none, one of a state that few walks came to
  /// rather than of one that all do.
  func pick(_ dice: inout Dice, _ coverage: Coverage) -> Play? {
    let open = coverage.openPlaces
    if !open.isEmpty, !dice.once(in: 4) {
      let fitting = plays.keys.sorted().flatMap { plays[$0] ?? [] }.filter { play in
        play.instance?.instances.contains { open[$0.instance.machine]?.contains($0.instance.state) == true } ?? false
      }
      if let play = dice.pick(fitting) { return play }
    }
    return dice.pick(plays.keys.sorted()).flatMap { plays[$0] }.flatMap { dice.pick($0) }
  }
}
