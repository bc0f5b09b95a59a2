package import CaseCore

extension RunningDeadline: Message {
  package func write(to writer: inout MessageWriter) {
    writer.write(1, generation)
    writer.write(2, startedAt)
    writer.write(3, dueAt)
    writer.write(4, each: timers)
    writer.write(5, each: ledger.entries)
    writer.write(6, passedBefore)
    writer.write(7, present: repetition)
    writer.write(later)
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    self.init(generation: 0, startedAt: .absent(), dueAt: .absent(), timers: [])
    var entries: [Ledger.Entry] = []
    while let number = try reader.next() {
      switch number {
      case 1: generation = try reader.read()
      case 2: startedAt = try reader.read()
      case 3: dueAt = try reader.read()
      case 4: timers.append(try reader.read())
      case 5: entries.append(try reader.read())
      case 6: passedBefore = try reader.read()
      case 7: repetition = try reader.read(Repetition.self)
      default: try reader.keep(in: &later)
      }
    }
    // A ledger is written only when it is in order.
    do { ledger = try Ledger(entries) } catch { throw MessageReader.unreadable }
  }
}

extension Repetition: Message {
  package func write(to writer: inout MessageWriter) {
    writer.write(1, first)
    writer.write(2, number)
    writer.write(later)
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    self.init(first: .absent(), number: 0)
    while let field = try reader.next() {
      switch field {
      case 1: first = try reader.read()
      case 2: number = try reader.read()
      default: try reader.keep(in: &later)
      }
    }
  }
}

extension RunningDeadline.Timer: Message {
  package func write(to writer: inout MessageWriter) {
    switch kind {
    case .warning(let index): writer.write(1, present: index)
    case .expiry: writer.write(2, present: true)
    case .reminder(let index): writer.write(3, present: index)
    }
    writer.write(4, at)
    writer.write(5, isFired)
    writer.write(later)
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    self.init(.expiry, at: .absent())
    var kind: Kind?
    while let number = try reader.next() {
      switch number {
      case 1: kind = .warning(try reader.read())
      case 2:
        _ = try reader.read(Bool.self)
        kind = .expiry
      case 3: kind = .reminder(try reader.read())
      case 4: at = try reader.read()
      case 5: isFired = try reader.read()
      default: try reader.keep(in: &later)
      }
    }
    guard let kind else { throw MessageReader.unreadable }
    self.kind = kind
  }
}

extension Ledger.Entry: Message {
  package func write(to writer: inout MessageWriter) {
    switch self {
    case .suspended(let at): writer.write(1, present: at)
    case .resumed(let at): writer.write(2, present: at)
    case .extended(let length, let at): writer.write(3, fields: length.description, at)
    }
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    self = try reader.choice { reader, number throws(StoreError) in
      switch number {
      case 1: return .suspended(at: try reader.read())
      case 2: return .resumed(at: try reader.read())
      case 3:
        let (length, at) = try reader.fields(String.self, Instant.self, isClosed: true)
        do { return .extended(by: try Length(iso8601: length), at: at) } catch { throw MessageReader.unreadable }
      default: return nil
      }
    }
  }
}
