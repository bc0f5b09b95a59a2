package import CaseCore

extension Change: Content {
  package func write(to writer: inout ContentWriter) {
    switch self {
    case .entered(let state): writer.write(0, state)
    case .set(let fact, let value): writer.write(1, fact, value)
    case .voted(let decision, let vote, let byPerson): writer.write(2, decision, vote, byPerson)
    case .joined(let party): writer.write(3, party)
    case .deadlineStarted(let name, let deadline): writer.write(4, name, deadline)
    case .deadlineEnded(let name): writer.write(5, name)
    case .rungFired(let name, let rung): writer.write(6, name, rung)
    case .withdrawn(let decision, let vote): writer.write(7, decision, vote)
    case .recused(let decision, let person): writer.write(8, decision, person)
    case .left(let organisation, let roles, let revision): writer.write(9, organisation, roles, revision)
    case .moved(let region): writer.write(10, region)
    case .began(let child, let machine): writer.write(11, child, machine)
    case .inChild(let child, let change): writer.write(12, child, change)
    case .migrated(let version): writer.write(13, version)
    case .renamed(let states): writer.write(14, states)
    case .passed(let name, let day): writer.write(15, name, day)
    }
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    let number = try reader.choice()
    self =
      switch number {
      case 0: .entered(state: try reader.text())
      case 1: .set(fact: try reader.text(), value: try reader.read())
      case 2: .voted(decision: try reader.text(), try reader.read(), byPerson: try reader.read())
      case 3: .joined(try reader.read())
      case 4: .deadlineStarted(name: try reader.text(), try reader.read())
      case 5: .deadlineEnded(name: try reader.text())
      case 6: .rungFired(deadline: try reader.text(), rung: try reader.read())
      default: try Self.more(number, from: &reader)
      }
  }

  private static func more(_ number: UInt8, from reader: inout ContentReader) throws(StoreError) -> Change {
    switch number {
    case 7: .withdrawn(decision: try reader.text(), try reader.read())
    case 8: .recused(decision: try reader.text(), person: try reader.text())
    case 9: .left(organisation: try reader.text(), roles: try reader.read(), revision: try reader.number())
    case 10: .moved(region: try reader.text())
    case 11: .began(child: try reader.text(), machine: try reader.text())
    case 12: .inChild(try reader.text(), try reader.read())
    case 13: .migrated(version: try reader.text())
    case 14: .renamed(states: try reader.read())
    case 15: .passed(deadline: try reader.text(), since: try reader.read())
    default: throw ContentReader.unreadable
    }
  }
}
