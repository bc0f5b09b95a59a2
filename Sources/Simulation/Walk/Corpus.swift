import CaseCore
import SeededRandom

/// The corpus of coverage-guided walks: cases from which walks continue, so that they reach what a walk from the start
/// seldom does. It has some cases for each state, and for each way in which the facts of the case were chosen.
struct Corpus: Sendable {
  private var plays: [String: [Play]] = [:]
  /// Cases that covered something for the first time.
  private var firsts: [Play] = []
  private static let most = 4

  mutating func keep(_ play: Play, isFirst: Bool, _ random: inout SeededGenerator) {
    guard let instance = play.instance, !play.environment.isFinal(instance.root) else { return }
    if isFirst { firsts.append(play) }
    let facts = instance.root.facts.compactMap { if case .choice(let key) = $1 { "\($0)=\(key)" } else { nil } }
    let cell = ([instance.state] + facts.sorted()).joined(separator: " ")
    let count = plays[cell]?.count ?? 0
    guard count == Self.most else { return plays[cell, default: []].append(play) }
    // A case that came there early stays rather than one that came late, because it can always become later.
    let place = random.number(below: count)
    let isSooner = plays[cell].map { play.now < $0[place].now } ?? true
    if isSooner || random.once(in: 3) { plays[cell]?[place] = play }
  }

  /// A case in which something can be done that was not covered yet; when there is none, preferably one in a state that few
  /// walks reach.
  func pick(_ random: inout SeededGenerator, _ coverage: Coverage) -> Play? {
    let open = coverage.openPlaces
    if !open.isEmpty, !random.once(in: 5) {
      let all = firsts + plays.keys.sorted().flatMap { plays[$0] ?? [] }
      let candidates = all.filter { play in
        play.instance?.instances.contains { open[$0.instance.machine]?.contains($0.instance.state) == true } ?? false
      }
      if let play = random.pick(candidates) { return play }
    }
    return random.pick(plays.keys.sorted()).flatMap { plays[$0] }.flatMap { random.pick($0) }
  }
}
