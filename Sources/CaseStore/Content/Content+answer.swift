package import CaseCore

extension Answer: Content {
  package func write(to writer: inout ContentWriter) {
    switch self {
    case .accepted(let receipt): writer.write(0, receipt.alias, receipt.revision, receipt.state, receipt.children)
    case .refused(let refusal): writer.write(1, refusal)
    case .lapsed: writer.choice(2)
    case .reusedID: writer.choice(3)
    }
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
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
      default: throw ContentReader.unreadable
      }
  }
}

extension Refusal: Content {
  package func write(to writer: inout ContentWriter) {
    switch self {
    case .unknownCase: writer.choice(0)
    case .unknownCommand(let name): writer.write(1, name)
    case .notEntitled(let rule): writer.write(2, rule)
    case .invalid(let faults): writer.write(3, faults)
    case .stale(let current): writer.write(4, current)
    case .notNow(let rules, let possible): writer.write(5, rules, possible)
    }
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    self =
      switch try reader.choice() {
      case 0: .unknownCase
      case 1: .unknownCommand(try reader.text())
      case 2: .notEntitled(rule: try reader.text())
      case 3: .invalid(try reader.read())
      case 4: .stale(current: try reader.number())
      case 5: .notNow(rules: try reader.read(), possible: try reader.read())
      default: throw ContentReader.unreadable
      }
  }
}

extension Refusal.FieldFault: Content {
  package func write(to writer: inout ContentWriter) {
    writer.write(field)
    writer.write(message)
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    self.init(field: try reader.text(), message: try reader.text())
  }
}
