package import CaseCore
import OrderedCollections

extension Case: Message {
  package func write(to writer: inout MessageWriter) {
    writer.write(1, workflow)
    writer.write(2, version)
    writer.write(3, region)
    writer.write(4, revision)
    writer.write(5, present: root)
    // In their order: an id alone does not give it.
    for (id, child) in children { writer.write(6, fields: id, child) }
    writer.write(7, openedAt)
    writer.write(8, changedAt)
    writer.write(9, map: readerRevisions)
    writer.write(10, present: name)
    writer.write(later)
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    // Moment and machine are placeholders: what is there is read below.
    self.init(workflow: "", version: "", machine: "", region: "", at: .absent())
    while let number = try reader.next() {
      switch number {
      case 1: workflow = try reader.read()
      case 2: version = try reader.read()
      case 3: region = try reader.read()
      case 4: revision = try reader.read()
      case 5: root = try reader.read()
      case 6:
        let (id, child) = try reader.fields(String.self, Instance.self, isClosed: true)
        guard children.updateValue(child, forKey: id) == nil else { throw MessageReader.unreadable }
      case 7: openedAt = try reader.read()
      case 8: changedAt = try reader.read()
      case 9: try reader.entry(of: &readerRevisions)
      case 10: name = try reader.read(String.self)
      default: try reader.keep(in: &later)
      }
    }
  }
}

extension ReaderRevision: Message {
  package func write(to writer: inout MessageWriter) {
    writer.write(1, number)
    writer.write(2, changedAt)
    writer.write(later)
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    self.init(number: 0, changedAt: .absent())
    while let number = try reader.next() {
      switch number {
      case 1: self.number = try reader.read()
      case 2: changedAt = try reader.read()
      default: try reader.keep(in: &later)
      }
    }
  }
}

extension Instance: Message {
  package func write(to writer: inout MessageWriter) {
    writer.write(1, machine)
    writer.write(2, state)
    writer.write(3, map: facts)
    writer.write(4, map: votes.mapValues(Listed.init))
    writer.write(5, map: recused.mapValues(Listed.init))
    writer.write(6, each: parties)
    writer.write(7, map: deadlines)
    writer.write(8, map: generations)
    writer.write(9, map: visits)
    writer.write(10, map: passed)
    writer.write(later)
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    self.init(machine: "")
    var lists: (votes: [String: Listed<Vote>], recused: [String: Listed<String>]) = ([:], [:])
    while let number = try reader.next() {
      switch number {
      case 1: machine = try reader.read()
      case 2: state = try reader.read()
      case 3: try reader.entry(of: &facts)
      case 4: try reader.entry(of: &lists.votes)
      case 5: try reader.entry(of: &lists.recused)
      case 6: parties.append(try reader.read())
      case 7: try reader.entry(of: &deadlines)
      case 8: try reader.entry(of: &generations)
      case 9: try reader.entry(of: &visits)
      case 10: try reader.entry(of: &passed)
      default: try reader.keep(in: &later)
      }
    }
    votes = lists.votes.mapValues(\.elements)
    recused = lists.recused.mapValues(\.elements)
  }
}

extension Vote: Message {
  package func write(to writer: inout MessageWriter) {
    writer.write(1, organisation)
    writer.write(2, role)
    writer.write(3, person)
    writer.write(4, option)
    writer.write(later)
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    self.init(organisation: "", role: "", person: "", option: "")
    while let number = try reader.next() {
      switch number {
      case 1: organisation = try reader.read()
      case 2: role = try reader.read()
      case 3: person = try reader.read()
      case 4: option = try reader.read()
      default: try reader.keep(in: &later)
      }
    }
  }
}

extension Representation: Message {
  package func write(to writer: inout MessageWriter) {
    writer.write(1, role)
    writer.write(2, principal)
    writer.write(3, mandate)
    writer.write(later)
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    self.init(role: "", principal: "", mandate: 0)
    while let number = try reader.next() {
      switch number {
      case 1: role = try reader.read()
      case 2: principal = try reader.read()
      case 3: mandate = try reader.read()
      default: try reader.keep(in: &later)
      }
    }
  }
}

extension Party: Message {
  package func write(to writer: inout MessageWriter) {
    writer.write(1, organisation)
    writer.write(2, each: roles.sorted())
    writer.write(3, since)
    writer.write(4, present: until)
    writer.write(5, each: through.sorted())
    writer.write(6, each: onBehalfOf)
    writer.write(later)
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    self.init(organisation: "", roles: [], since: 0)
    while let number = try reader.next() {
      switch number {
      case 1: organisation = try reader.read()
      case 2: roles.insert(try reader.read())
      case 3: since = try reader.read()
      case 4: until = try reader.read(Int64.self)
      case 5: through.insert(try reader.read())
      case 6: onBehalfOf.append(try reader.read())
      default: try reader.keep(in: &later)
      }
    }
  }
}
