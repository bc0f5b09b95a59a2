package import CaseCore

extension Change: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    let number = try reader.choice()
    self =
      switch number {
      case 0: .entered(state: try reader.text())
      case 1: .set(fact: try reader.text(), value: try reader.read())
      case 2: .voted(decision: try reader.text(), try reader.read(), byPerson: try reader.read())
      case 3: .joined(try reader.read())
      case 4: .deadlineStarted(name: try reader.text(), try reader.read())
      case 5: .deadlineEnded(name: try reader.text())
      case 6: .timerFired(deadline: try reader.text(), timer: try reader.read())
      default: try Self.more(number, from: &reader)
      }
  }

  private static func more(_ number: UInt8, from reader: inout FormerContentReader) throws(StoreError) -> Change {
    switch number {
    case 7: .withdrawn(decision: try reader.text(), try reader.read())
    case 8: .recused(decision: try reader.text(), person: try reader.text())
    case 9: .left(organisation: try reader.text(), roles: try reader.read(), revision: try reader.number())
    case 10: .moved(region: try reader.text())
    case 11: .began(child: try reader.text(), machine: try reader.text())
    case 12: .inChild(try reader.text(), try reader.read())
    case 13: .upgraded(version: try reader.text())
    case 14: .renamed(states: try reader.read())
    case 15: .passed(deadline: try reader.text(), since: try reader.read())
    default: throw FormerContentReader.unreadable
    }
  }
}
