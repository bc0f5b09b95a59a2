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
    case .child(let id): writer.write(6, id)
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
      case 6: .child(try reader.text())
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
