package import CaseCore

extension EntryContent: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    self.init(subject: try reader.read(), fields: try reader.read(), changes: try reader.read())
  }
}

extension Value: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    self =
      switch try reader.choice() {
      case 0: .text(try reader.text())
      case 1: .date(CivilDate(dayNumber: try reader.read()))
      case 2: .number(try reader.number())
      case 3: .choice(try reader.text())
      case 4: .reference(try reader.text())
      case 5: .list(try reader.read())
      case 6: .child(try reader.text())
      default: throw FormerContentReader.unreadable
      }
  }
}
