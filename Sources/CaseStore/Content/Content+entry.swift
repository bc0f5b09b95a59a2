package import CaseCore

extension EntryContent: Content {
  package func write(to writer: inout ContentWriter) {
    writer.write(subject)
    writer.write(fields)
    writer.write(changes)
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    self.init(subject: try reader.read(), fields: try reader.read(), changes: try reader.read())
  }
}

extension Value: Content {
  package func write(to writer: inout ContentWriter) {
    switch self {
    case .text(let text): writer.write(0, text)
    case .date(let date): writer.write(1, date.dayNumber)
    case .number(let number): writer.write(2, number)
    case .choice(let choice): writer.write(3, choice)
    case .reference(let number): writer.write(4, number)
    case .list(let values): writer.write(5, values)
    }
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    self =
      switch try reader.choice() {
      case 0: .text(try reader.text())
      case 1: .date(CivilDate(dayNumber: try reader.read()))
      case 2: .number(try reader.number())
      case 3: .choice(try reader.text())
      case 4: .reference(try reader.text())
      case 5: .list(try reader.read())
      default: throw ContentReader.unreadable
      }
  }
}

extension Change: Content {
  package func write(to writer: inout ContentWriter) {
    switch self {
    case .entered(let state): writer.write(0, state)
    case .set(let fact, let value): writer.write(1, fact, value)
    case .voted(let decision, let role, let option): writer.write(2, decision, role, option)
    case .joined(let party): writer.write(3, party)
    case .deadlineStarted(let name, let deadline): writer.write(4, name, deadline)
    case .deadlineEnded(let name): writer.write(5, name)
    case .rungFired(let name, let rung): writer.write(6, name, rung)
    case .migrated(let version, let states): writer.write(7, version, states)
    }
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    self =
      switch try reader.choice() {
      case 0: .entered(state: try reader.text())
      case 1: .set(fact: try reader.text(), value: try reader.read())
      case 2: .voted(decision: try reader.text(), role: try reader.text(), option: try reader.text())
      case 3: .joined(try reader.read())
      case 4: .deadlineStarted(name: try reader.text(), try reader.read())
      case 5: .deadlineEnded(name: try reader.text())
      case 6: .rungFired(deadline: try reader.text(), rung: try reader.read())
      case 7: .migrated(version: try reader.text(), states: try reader.read())
      default: throw ContentReader.unreadable
      }
  }
}

extension ContentWriter {
  /// A choice with what belongs to it.
  mutating func write<each Part: Content>(_ number: UInt8, _ parts: repeat each Part) {
    choice(number)
    for part in repeat each parts { part.write(to: &self) }
  }
}
