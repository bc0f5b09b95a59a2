package import CaseCore

extension Case: Content {
  package func write(to writer: inout ContentWriter) {
    writer.write(workflow)
    writer.write(version)
    writer.write(region)
    writer.write(state)
    writer.write(revision)
    writer.write(facts)
    writer.write(votes)
    writer.write(parties)
    writer.write(deadlines)
    writer.write(generations)
    writer.write(visits)
    writer.write(openedAt)
    writer.write(changedAt)
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    // The moment is a placeholder, as all else: every property is read below.
    self.init(workflow: try reader.text(), version: try reader.text(), region: try reader.text(), at: .min)
    state = try reader.text()
    revision = try reader.number()
    facts = try reader.read()
    votes = try reader.read()
    parties = try reader.read()
    deadlines = try reader.read()
    generations = try reader.read()
    visits = try reader.read()
    openedAt = try reader.read()
    changedAt = try reader.read()
  }
}

extension Party: Content {
  package func write(to writer: inout ContentWriter) {
    writer.write(organisation)
    writer.write(roles)
    writer.write(since)
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    self.init(organisation: try reader.text(), roles: try reader.read(), since: try reader.number())
  }
}

extension RunningDeadline: Content {
  package func write(to writer: inout ContentWriter) {
    writer.write(generation)
    writer.write(startedAt)
    writer.write(dueAt)
    writer.write(rungs)
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    self.init(
      generation: try reader.read(),
      startedAt: try reader.read(),
      dueAt: try reader.read(),
      rungs: try reader.read()
    )
  }
}

extension RunningDeadline.Rung: Content {
  package func write(to writer: inout ContentWriter) {
    writer.write(at)
    writer.write(isFired)
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    self.init(at: try reader.read(), isFired: try reader.read())
  }
}
