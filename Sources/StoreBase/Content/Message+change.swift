package import CaseCore

extension Change: Message {
  package func write(to writer: inout MessageWriter) {
    switch self {
    case .entered(let state): writer.write(1, fields: state)
    case .set(let fact, let value): writer.write(2, fields: fact, value)
    case .voted(let decision, let vote, let byPerson): writer.write(3, fields: decision, vote, byPerson)
    case .joined(let party): writer.write(4, fields: party)
    case .deadlineStarted(let name, let deadline): writer.write(5, fields: name, deadline)
    case .deadlineEnded(let name): writer.write(6, fields: name)
    case .timerFired(let name, let timer): writer.write(7, fields: name, timer)
    case .withdrawn(let decision, let vote): writer.write(8, fields: decision, vote)
    case .recused(let decision, let person): writer.write(9, fields: decision, person)
    case .left(let organisation, let roles, let revision):
      writer.write(10, fields: organisation, Listed(roles.sorted()), revision)
    case .moved(let region): writer.write(11, fields: region)
    case .began(let child, let machine): writer.write(12, fields: child, machine)
    case .inChild(let child, let change): writer.write(13, fields: child, change)
    case .upgraded(let version): writer.write(14, fields: version)
    case .renamed(let states):
      let names = states.sorted { $0.key < $1.key }
      writer.write(15, fields: Listed(names.map(\.key)), Listed(names.map(\.value)))
    case .passed(let name, let day): writer.write(16, fields: name, day)
    case .renamedParts(let names): writer.write(18, present: names)
    case .named(let name): writer.write(19, fields: name)
    case .told(let revisions, let moment): writer.write(17, present: Told(revisions: revisions, at: moment))
    }
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    self = try reader.choice { reader, number throws(StoreError) in try Self.read(number, from: &reader) }
  }

  private static func read(_ number: Int, from reader: inout MessageReader) throws(StoreError) -> Change? {
    switch number {
    case 1: return .entered(state: try reader.fields(String.self))
    case 2:
      let (fact, value) = try reader.fields(String.self, Value.self)
      return .set(fact: fact, value: value)
    case 3:
      let (decision, vote, byPerson) = try reader.fields(String.self, Vote.self, Bool.self)
      return .voted(decision: decision, vote, byPerson: byPerson)
    case 4: return .joined(try reader.fields(Party.self))
    case 5:
      let (name, deadline) = try reader.fields(String.self, RunningDeadline.self)
      return .deadlineStarted(name: name, deadline)
    case 6: return .deadlineEnded(name: try reader.fields(String.self))
    case 7:
      let (name, timer) = try reader.fields(String.self, Int.self)
      return .timerFired(deadline: name, timer: timer)
    default: return try readMore(number, from: &reader)
    }
  }

  private static func readMore(_ number: Int, from reader: inout MessageReader) throws(StoreError) -> Change? {
    switch number {
    case 8:
      let (decision, vote) = try reader.fields(String.self, Vote.self)
      return .withdrawn(decision: decision, vote)
    case 9:
      let (decision, person) = try reader.fields(String.self, String.self)
      return .recused(decision: decision, person: person)
    case 10:
      let (organisation, roles, revision) = try reader.fields(String.self, Listed<String>.self, Int64.self)
      return .left(organisation: organisation, roles: Set(roles.elements), revision: revision)
    case 11: return .moved(region: try reader.fields(String.self))
    case 12:
      let (child, machine) = try reader.fields(String.self, String.self)
      return .began(child: child, machine: machine)
    case 13:
      let (child, change) = try reader.fields(String.self, Change.self)
      return .inChild(child, change)
    case 14: return .upgraded(version: try reader.fields(String.self))
    case 15: return .renamed(states: try names(from: &reader))
    case 16:
      let (name, day) = try reader.fields(String.self, CivilDate.self)
      return .passed(deadline: name, since: day)
    case 17:
      let told = try reader.read(Told.self)
      return .told(revisions: told.revisions, at: told.at)
    case 18: return .renamedParts(try reader.read(NewNames.self))
    case 19: return .named(try reader.fields(String.self))
    default: return nil
    }
  }

  private static func names(from reader: inout MessageReader) throws(StoreError) -> [String: String] {
    let (old, new) = try reader.fields(Listed<String>.self, Listed<String>.self)
    guard old.elements.count == new.elements.count else { throw MessageReader.unreadable }
    return Dictionary(zip(old.elements, new.elements)) { _, last in last }
  }
}

/// The content of ``CaseCore/Change/told(revisions:at:)``.
private struct Told: Message {
  var revisions: [String: Int64]
  var at: Instant

  init(revisions: [String: Int64], at: Instant) {
    self.revisions = revisions
    self.at = at
  }

  func write(to writer: inout MessageWriter) {
    writer.write(1, map: revisions)
    writer.write(2, at)
  }

  init(from reader: inout MessageReader) throws(StoreError) {
    self.init(revisions: [:], at: .absent())
    while let number = try reader.next() {
      switch number {
      case 1: try reader.entry(of: &revisions)
      case 2: at = try reader.read()
      default: try reader.skip()
      }
    }
  }
}
