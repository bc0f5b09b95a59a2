package import CaseCore
import OrderedCollections

extension Case: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    // Moment and machine are placeholders: every property is read below.
    self.init(workflow: try reader.text(), version: try reader.text(), machine: "", region: try reader.text(), at: .min)
    revision = try reader.number()
    root = try reader.read()
    let ids = try reader.read([String].self)
    let instances = try reader.read([Instance].self)
    guard ids.count == instances.count, Set(ids).count == ids.count else { throw FormerContentReader.unreadable }
    children = OrderedDictionary(uniqueKeysWithValues: zip(ids, instances))
    openedAt = try reader.read()
    changedAt = try reader.read()
  }
}

extension Instance: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
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

extension Vote: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    self.init(
      organisation: try reader.text(),
      role: try reader.text(),
      person: try reader.text(),
      option: try reader.text()
    )
  }
}

extension Party: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    self.init(organisation: try reader.text(), roles: try reader.read(), since: try reader.number())
    until = try reader.read()
    through = try reader.read()
  }
}
