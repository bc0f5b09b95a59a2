import CaseCore
import SeededRandom

/// Cases that walks go on from, so that they come where a walk from the beginning seldom does: some of each state, for each
/// way in which the facts of the case were chosen.
struct Corpus: Sendable {
  private var plays: [String: [Play]] = [:]
  /// Those in which something was seen for the first time.
  private var firsts: [Play] = []
  private static let most = 4

  mutating func keep(_ play: Play, isFirst: Bool, _ random: inout SeededGenerator) {
    guard let instance = play.instance, !play.setting.isFinal(instance.root) else { return }
    if isFirst { firsts.append(play) }
    let facts = instance.root.facts.compactMap { if case .choice(let key) = $1 { "\($0)=\(key)" } else { nil } }
    let cell = ([instance.state] + facts.sorted()).joined(separator: " ")
    let count = plays[cell]?.count ?? 0
    guard count == Self.most else { return plays[cell, default: []].append(play) }
    // One that came there sooner stays rather than one that came late: later it can always become.
    let place = random.number(below: count)
    let isSooner = plays[cell].map { play.now < $0[place].now } ?? true
    if isSooner || random.once(in: 3) { plays[cell]?[place] = play }
  }

  /// One in which something can be done that was not seen yet; when there is none, one of a state that few walks came to
  /// rather than of one that all do.
  func pick(_ random: inout SeededGenerator, _ coverage: Coverage) -> Play? {
    let open = coverage.openPlaces
    if !open.isEmpty, random.once(in: 2) {
      let all = firsts + plays.keys.sorted().flatMap { plays[$0] ?? [] }
      let fitting = all.filter { play in
        play.instance?.instances.contains { open[$0.instance.machine]?.contains($0.instance.state) == true } ?? false
      }
      if let play = random.pick(fitting) { return play }
    }
    return random.pick(plays.keys.sorted()).flatMap { plays[$0] }.flatMap { random.pick($0) }
  }
}
