package import CaseCore

extension RunningDeadline: Content {
  package func write(to writer: inout ContentWriter) {
    writer.write(generation)
    writer.write(startedAt)
    writer.write(dueAt)
    writer.write(rungs)
    writer.write(ledger.entries)
    writer.write(passedBefore)
    writer.write(repetition, since: 2, isEmpty: repetition == nil)
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    self.init(
      generation: try reader.read(),
      startedAt: try reader.read(),
      dueAt: try reader.read(),
      rungs: try reader.read(),
      ledger: try Self.ledger(of: try reader.read()),
      passedBefore: try reader.read(),
      repetition: reader.version >= 2 ? try reader.read() : nil
    )
  }

  /// A ledger is written only when it is in order.
  private static func ledger(of entries: [Ledger.Entry]) throws(StoreError) -> Ledger {
    do { return try Ledger(entries) } catch { throw ContentReader.unreadable }
  }
}

extension Repetition: Content {
  package func write(to writer: inout ContentWriter) {
    writer.write(first)
    writer.write(number)
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    self.init(first: try reader.read(), number: try reader.read())
  }
}

extension RunningDeadline.Rung: Content {
  package func write(to writer: inout ContentWriter) {
    switch kind {
    case .warning(let index): writer.write(0, index)
    case .expiry: writer.choice(1)
    case .reminder(let index): writer.write(2, index)
    }
    writer.write(at)
    writer.write(isFired)
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    let kind: Kind =
      switch try reader.choice() {
      case 0: .warning(try reader.read())
      case 1: .expiry
      case 2: .reminder(try reader.read())
      default: throw ContentReader.unreadable
      }
    self.init(kind, at: try reader.read(), isFired: try reader.read())
  }
}

extension Ledger.Entry: Content {
  package func write(to writer: inout ContentWriter) {
    switch self {
    case .suspended(let at): writer.write(0, at)
    case .resumed(let at): writer.write(1, at)
    case .extended(let length, let at): writer.write(2, length.description, at)
    }
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    self =
      switch try reader.choice() {
      case 0: .suspended(at: try reader.read())
      case 1: .resumed(at: try reader.read())
      case 2: .extended(by: try Self.length(try reader.text()), at: try reader.read())
      default: throw ContentReader.unreadable
      }
  }

  private static func length(_ text: String) throws(StoreError) -> Length {
    do { return try Length(iso8601: text) } catch { throw ContentReader.unreadable }
  }
}
