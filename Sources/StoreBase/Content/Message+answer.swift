package import DutchMessages
import Foundation

extension Answer: Message {
  package func write(to writer: inout MessageWriter) {
    switch self {
    case .accepted(let accepted): writer.write(1, present: accepted)
    case .refused(let refusal): writer.write(2, present: refusal)
    case .lapsed: writer.write(3, present: Nothing())
    case .reusedID: writer.write(4, present: Nothing())
    }
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    self = try reader.choice { reader, number throws(StoreError) in
      switch number {
      case 1: return .accepted(try reader.read())
      case 2: return .refused(try reader.read())
      case 3:
        _ = try reader.read(Nothing.self)
        return .lapsed
      case 4:
        _ = try reader.read(Nothing.self)
        return .reusedID
      default: return nil
      }
    }
  }
}

extension Answer.Accepted: Message {
  package func write(to writer: inout MessageWriter) {
    writer.write(1, present: alias)
    writer.write(2, revision)
    writer.write(3, state)
    writer.write(4, each: children)
    writer.write(5, isReceipt)
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    self.init(alias: nil, revision: 0, state: "")
    while let number = try reader.next() {
      switch number {
      case 1: alias = try reader.read(UUID.self)
      case 2: revision = try reader.read()
      case 3: state = try reader.read()
      case 4: children.append(try reader.read())
      case 5: isReceipt = try reader.read()
      default: try reader.skip()
      }
    }
  }
}

extension RefusalMessage: Message {
  package func write(to writer: inout MessageWriter) {
    switch self {
    case .unknownCase: writer.write(1, present: Nothing())
    case .unknownCommand(let name): writer.write(2, present: name)
    case .notEntitled(let rule): writer.write(3, present: rule)
    case .invalid(let faults): writer.write(4, present: Listed(faults))
    case .stale(let current): writer.write(5, present: current)
    case .notNow(let rules, let possible, let codes):
      writer.write(6, fields: Listed(rules), Listed(possible), Listed(codes))
    case .insufficientAuthentication(let rule, let levels): writer.write(7, fields: rule, Listed(levels))
    }
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    self = try reader.choice { reader, number throws(StoreError) in
      switch number {
      case 1:
        _ = try reader.read(Nothing.self)
        return .unknownCase
      case 2: return .unknownCommand(try reader.read())
      case 3: return .notEntitled(rule: try reader.read())
      case 4: return .invalid(try reader.read(Listed<FieldFault>.self).elements)
      case 5: return .stale(current: try reader.read())
      case 6:
        let (rules, possible, codes) = try reader.fields(
          Listed<String>.self,
          Listed<String>.self,
          Listed<String>.self
        )
        return .notNow(rules: rules.elements, possible: possible.elements, codes: codes.elements)
      case 7:
        let (rule, levels) = try reader.fields(String.self, Listed<String>.self)
        return .insufficientAuthentication(rule: rule, levels: levels.elements)
      default: return nil
      }
    }
  }
}

extension FieldFault: Message {
  package func write(to writer: inout MessageWriter) {
    writer.write(1, field)
    writer.write(2, message)
    writer.write(3, present: code)
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    self.init(field: "", message: "", code: nil)
    while let number = try reader.next() {
      switch number {
      case 1: field = try reader.read()
      case 2: message = try reader.read()
      case 3: code = try reader.read(String.self)
      default: try reader.skip()
      }
    }
  }
}
