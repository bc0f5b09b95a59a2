import CaseCore
import OrderedCollections

/// Who reads an entry beside its audience, as the text has it: whoever gave the command, and whoever it names.
extension Projection {
  /// What the sender said, as far as it decides who reads it.
  struct Shared {
    let sender: String
    let role: String
    let named: [String]
    let roles: [String]
    /// It stays with the sender.
    let isKept: Bool

    /// - Returns: `nil` for a command that shares nothing by name.
    init?(_ definition: CommandDefinition, _ fields: [String: Value], by sender: String, in role: String) {
      guard let sharing = definition.sharing else { return nil }
      (self.sender, self.role, roles) = (sender, role, sharing.roles)
      let kept = sharing.exception.map { fields[$0.field] == .choice($0.option) } ?? false
      isKept = kept
      named = kept ? [] : fields[sharing.field].map(Self.numbers) ?? []
    }

    private static func numbers(_ value: Value) -> [String] {
      switch value {
      case .reference(let number): [number]
      case .list(let values): values.flatMap(numbers)
      default: []
      }
    }
  }

  /// Those who read it for another reason than its audience, and take part now.
  func readersByName(_ shared: Shared, in child: String?) -> [String] {
    let sender = [nil, child].contains { place in
      self[place].roles[shared.sender] != nil && readingRoles(shared.sender, in: place).contains(shared.role)
    }
    let named = shared.named.filter { !readingRoles($0, in: nil).isDisjoint(with: shared.roles) }
    return (sender ? [shared.sender] : []) + named
  }
}
