import OrderedCollections

/// A state as a box: its name, who knows of it, which deadlines run in it, and what can be done in it without leaving.
struct DotBox {
  static let width = 52

  private let state: StateDrawing

  init(_ state: StateDrawing) { self.state = state }

  var label: String {
    var sections = [DotLabel.row(heading, fill: fill, padding: 7)]
    if !state.deadlines.isEmpty { sections.append(deadlines) }
    if !state.stays.isEmpty { sections.append(DotLabel.section("Kan hier ook", Self.list(state.stays))) }
    return DotLabel.box(sections, border: state.kind == .review ? 3 : 1)
  }

  private var heading: String {
    let isFinal = state.kind == .final
    let color = isFinal ? Palette.onFinal : nil
    var text = DotLabel.text(state.label, .heading, width: Self.width - 12, color: color)
    switch state.kind {
    case .ordinary: break
    case .review: text += DotLabel.text("hier besluiten mensen", .strong, width: Self.width)
    case .final: text += DotLabel.text("einde", .strong, width: Self.width, color: color)
    }
    if let only = state.only { text += DotLabel.text("alleen na \(only)", .condition, width: Self.width, color: color) }
    return text + DotLabel.text(state.audience.joined(separator: ", "), .small, width: Self.width, color: color)
  }

  private var fill: String {
    switch state.kind {
    case .ordinary: Palette.ordinary
    case .review: Palette.review
    case .final: Palette.final
    }
  }

  /// Those of other states too are told of beside the states; here they are only named.
  private var deadlines: String {
    let own = state.deadlines.filter { !$0.isShared }.map { Self.text(of: $0) }
    let shared = state.deadlines.filter(\.isShared).map(\.label)
    let also = own.isEmpty ? "" : "en "
    let names = DotLabel.text("\(also)over meer fasen: \(shared.joined(separator: " · "))", .small, width: Self.width)
    return DotLabel.section("Termijnen", own + (shared.isEmpty ? [] : [names]))
  }

  static func text(of deadline: DeadlineDrawing) -> String {
    let target = deadline.targetLabel.map { ", dan naar \($0)" } ?? ""
    var text = DotLabel.text(deadline.label, .plain, width: width)
    text += DotLabel.text("\(deadline.term)\(target)", .strong, width: width, color: Palette.timed)
    if let condition = deadline.condition { text += DotLabel.text("loopt bij \(condition)", .condition, width: width) }
    return text + deadline.notes.map { DotLabel.text($0, .small, width: width) }.joined()
  }

  /// What the roles may do; those who may do the same are named once.
  static func list(_ moves: [Move]) -> [String] {
    var labels: OrderedDictionary<[String], OrderedSet<String>> = [:]
    for move in moves {
      guard case .command(let roles) = move.cause else { continue }
      labels[roles, default: []].append(move.what)
    }
    return labels.map { roles, labels in
      DotLabel.text(labels.joined(separator: " · "), .plain, width: width)
        + DotLabel.text(roles.joined(separator: ", "), .small, width: width)
    }
  }
}
