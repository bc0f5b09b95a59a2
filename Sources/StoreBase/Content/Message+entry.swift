package import CaseCore

extension EntryContent: Message {
  package func write(to writer: inout MessageWriter) {
    writer.write(1, present: subject)
    writer.write(2, map: fields)
    writer.write(3, each: changes)
    writer.write(4, isVouched)
    writer.write(5, present: sharedWith)
    writer.write(6, each: onBehalfOf)
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    self.init(subject: nil, fields: [:], changes: [])
    while let number = try reader.next() {
      switch number {
      case 1: subject = try reader.read(String.self)
      case 2: try reader.entry(of: &fields)
      case 3: changes.append(try reader.read())
      case 4: isVouched = try reader.read()
      case 5: sharedWith = try reader.read(NamedReaders.self)
      case 6: onBehalfOf.append(try reader.read())
      default: try reader.skip()
      }
    }
  }
}

/// Closed: what is added to it could take a reader away.
extension NamedReaders: Message {
  package func write(to writer: inout MessageWriter) {
    writer.write(1, each: organisations)
    writer.write(2, each: roles)
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    self.init(organisations: [], roles: [])
    while let number = try reader.next() {
      switch number {
      case 1: organisations.append(try reader.read())
      case 2: roles.append(try reader.read())
      default: throw MessageReader.unreadable
      }
    }
  }
}

extension Value: Message {
  package func write(to writer: inout MessageWriter) {
    switch self {
    case .text(let text): writer.write(1, present: text)
    case .date(let date): writer.write(2, present: date)
    case .number(let number): writer.write(3, present: number)
    case .choice(let choice): writer.write(4, present: choice)
    case .reference(let number): writer.write(5, present: number)
    case .list(let values): writer.write(6, present: Listed(values))
    case .child(let id): writer.write(7, present: id)
    case .otherCase(let id): writer.write(8, present: id)
    }
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    self = try reader.choice { reader, number throws(StoreError) in
      switch number {
      case 1: .text(try reader.read())
      case 2: .date(try reader.read())
      case 3: .number(try reader.read())
      case 4: .choice(try reader.read())
      case 5: .reference(try reader.read())
      case 6: .list(try reader.read(Listed<Value>.self).elements)
      case 7: .child(try reader.read())
      case 8: .otherCase(try reader.read())
      default: nil
      }
    }
  }
}
