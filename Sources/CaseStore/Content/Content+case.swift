package import CaseCore
import OrderedCollections

extension Case: Content {
  package func write(to writer: inout ContentWriter) {
    writer.write(workflow)
    writer.write(version)
    writer.write(region)
    writer.write(revision)
    writer.write(root)
    // In their order: an id alone does not give it.
    writer.write(Array(children.keys))
    writer.write(Array(children.values))
    writer.write(openedAt)
    writer.write(changedAt)
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    // Moment and machine are placeholders: every property is read below.
    self.init(workflow: try reader.text(), version: try reader.text(), machine: "", region: try reader.text(), at: .min)
    revision = try reader.number()
    root = try reader.read()
    let ids = try reader.read([String].self)
    let instances = try reader.read([Instance].self)
    guard ids.count == instances.count, Set(ids).count == ids.count else { throw ContentReader.unreadable }
    children = OrderedDictionary(uniqueKeysWithValues: zip(ids, instances))
    openedAt = try reader.read()
    changedAt = try reader.read()
  }
}

extension Instance: Content {
  package func write(to writer: inout ContentWriter) {
    writer.write(machine)
    writer.write(state)
    writer.write(facts)
    writer.write(votes)
    writer.write(recused)
    writer.write(parties)
    writer.write(deadlines)
    writer.write(generations)
    writer.write(visits)
    writer.write(passed, since: 2, isEmpty: passed.isEmpty)
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    self.init(machine: try reader.text())
    state = try reader.text()
    facts = try reader.read()
    votes = try reader.read()
    recused = try reader.read()
    parties = try reader.read()
    deadlines = try reader.read()
    generations = try reader.read()
    visits = try reader.read()
    if reader.version >= 2 { passed = try reader.read() }
  }
}

extension Vote: Content {
  package func write(to writer: inout ContentWriter) {
    writer.write(organisation)
    writer.write(role)
    writer.write(person)
    writer.write(option)
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    self.init(
      organisation: try reader.text(),
      role: try reader.text(),
      person: try reader.text(),
      option: try reader.text()
    )
  }
}

extension Party: Content {
  package func write(to writer: inout ContentWriter) {
    writer.write(organisation)
    writer.write(roles)
    writer.write(since)
    writer.write(until)
    writer.write(through)
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    self.init(organisation: try reader.text(), roles: try reader.read(), since: try reader.number())
    until = try reader.read()
    through = try reader.read()
  }
}
