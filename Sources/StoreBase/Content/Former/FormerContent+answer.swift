package import DutchMessages

extension Answer: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    self =
      switch try reader.choice() {
      case 0:
        .accepted(
          .init(
            alias: try reader.read(),
            revision: try reader.number(),
            state: try reader.text(),
            children: try reader.read()
          )
        )
      case 1: .refused(try reader.read())
      case 2: .lapsed
      case 3: .reusedID
      default: throw FormerContentReader.unreadable
      }
  }
}

extension RefusalMessage: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    self =
      switch try reader.choice() {
      case 0: .unknownCase
      case 1: .unknownCommand(try reader.text())
      case 2: .notEntitled(rule: try reader.text())
      case 3: .invalid(try reader.read())
      case 4: .stale(current: try reader.number())
      case 5: .notNow(rules: try reader.read(), possible: try reader.read(), codes: [])
      default: throw FormerContentReader.unreadable
      }
  }
}

extension FieldFault: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    self.init(field: try reader.text(), message: try reader.text(), code: nil)
  }
}
