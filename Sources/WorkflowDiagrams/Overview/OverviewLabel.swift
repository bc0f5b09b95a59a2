import CaseCore

/// The words beside an arrow: one move of all that lead there, and none rather than a part of it.
struct OverviewLabel {
  static let letters = FontMetrics(size: 12)
  static let lineHeight = 14.0
  private static let most = 2

  private let machine: MachineDrawing

  init(_ machine: MachineDrawing) { self.machine = machine }

  /// - Parameter room: in pixels; nothing when no move can be named in it.
  func lines(_ moves: [Move], within room: Double) -> [String] {
    let fitting = words(moves).map { Self.letters.lines($0, within: room) }.first { lines in
      lines.count <= Self.most && lines.allSatisfy { Self.letters.widest($0) <= room }
    }
    return fitting ?? []
  }

  /// First what is done to the case itself, then in its parts, then what the clock does. The shortest says it most plainly.
  private func words(_ moves: [Move]) -> [String] {
    let own = moves.filter { !$0.isTimed && $0.elsewhere == nil }
    let elsewhere = moves.filter { !$0.isTimed && $0.elsewhere != nil }
    let timed = moves.filter(\.isTimed)
    return [own, elsewhere, timed].flatMap { $0.map(words).sorted { $0.count < $1.count } }
  }

  private func words(_ move: Move) -> String {
    let length = move.isTimed ? machine.deadlines.first { $0.key == move.key }?.length : nil
    return length.map { "na \($0.dutch)" } ?? move.label
  }
}
