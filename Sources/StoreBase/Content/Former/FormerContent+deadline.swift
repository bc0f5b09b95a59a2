package import CaseCore

extension RunningDeadline: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    self.init(
      generation: try reader.read(),
      startedAt: try reader.read(),
      dueAt: try reader.read(),
      timers: try reader.read(),
      ledger: try Self.ledger(of: try reader.read()),
      passedBefore: try reader.read(),
      repetition: reader.version >= 2 ? try reader.read() : nil
    )
  }

  /// A ledger is written only when it is in order.
  private static func ledger(of entries: [Ledger.Entry]) throws(StoreError) -> Ledger {
    do { return try Ledger(entries) } catch { throw FormerContentReader.unreadable }
  }
}

extension Repetition: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    self.init(first: try reader.read(), number: try reader.read())
  }
}

extension RunningDeadline.Timer: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    let kind: Kind =
      switch try reader.choice() {
      case 0: .warning(try reader.read())
      case 1: .expiry
      case 2: .reminder(try reader.read())
      default: throw FormerContentReader.unreadable
      }
    self.init(kind, at: try reader.read(), isFired: try reader.read())
  }
}

extension Ledger.Entry: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    self =
      switch try reader.choice() {
      case 0: .suspended(at: try reader.read())
      case 1: .resumed(at: try reader.read())
      case 2: .extended(by: try Self.length(try reader.text()), at: try reader.read())
      default: throw FormerContentReader.unreadable
      }
  }

  private static func length(_ text: String) throws(StoreError) -> Length {
    do { return try Length(iso8601: text) } catch { throw FormerContentReader.unreadable }
  }
}
