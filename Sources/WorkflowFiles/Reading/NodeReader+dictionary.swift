import OrderedCollections

extension NodeReader {
  /// A mapping of names to things, in the order of the file.
  func dictionary<Thing>(of read: (NodeReader) -> Thing) -> OrderedDictionary<String, Thing> {
    var things: OrderedDictionary<String, Thing> = [:]
    for (name, reader) in entries() { things[name] = read(reader) }
    return things
  }
}
