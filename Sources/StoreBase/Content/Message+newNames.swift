package import CaseCore

extension NewNames: Message {
  package func write(to writer: inout MessageWriter) {
    writer.write(1, present: machine)
    writer.write(2, map: states)
    writer.write(3, map: facts)
    writer.write(4, map: deadlines)
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    self.init()
    while let number = try reader.next() {
      switch number {
      case 1: machine = try reader.read()
      case 2: try reader.entry(of: &states)
      case 3: try reader.entry(of: &facts)
      case 4: try reader.entry(of: &deadlines)
      default: try reader.skip()
      }
    }
  }
}
