/// An organisation that may take part in cases.
public struct Organisation: Hashable, Sendable {
  /// Its number (OIN, Organisatie-identificatienummer): 20 digits or capitals.
  public var number: String
  public var name: String
  public var region: String
  public var roles: Set<String>
  /// The organisation that it is merged into, or being merged into.
  public var successor: String?
  /// The conditions of taking part that it meets, each with the last day on which it does.
  public var conditions: [String: CivilDate]

  public init(
    number: String,
    name: String,
    region: String,
    roles: Set<String>,
    successor: String? = nil,
    conditions: [String: CivilDate] = [:]
  ) {
    self.number = number
    self.name = name
    self.region = region
    self.roles = roles
    self.successor = successor
    self.conditions = conditions
  }

  /// Whether it can get a part in anything. One that was removed is known by its name only; one that is being merged into another has its
  /// parts in cases until they go over, and gets no others.
  public var takesPart: Bool { !roles.isEmpty && successor == nil }

  /// The first of the conditions of a role that it does not meet on that day.
  public func missing(_ role: Role, on day: CivilDate) -> String? {
    role.conditions.first { !meets($0, on: day) }
  }

  public func meets(_ condition: String, on day: CivilDate) -> Bool { conditions[condition].map { $0 >= day } ?? false }

  /// What is wrong with one of its texts.
  public struct Fault: Hashable, Sendable {
    public enum Part: Hashable, Sendable {
      case name, region, role
    }

    public let part: Part
    public let fault: TextFault
  }

  public var faults: [Fault] {
    let texts: [(Fault.Part, String)] = [(.name, name), (.region, region)] + roles.sorted().map { (.role, $0) }
    return texts.compactMap { part, text in
      do throws(TextFault) {
        _ = try TextRule.name.accept(text)
        return nil
      } catch {
        return Fault(part: part, fault: error)
      }
    }
  }

  /// With its texts in the one form in which they are stored.
  public var composed: Organisation {
    Organisation(
      number: number,
      name: name.composed,
      region: region.composed,
      roles: Set(roles.map(\.composed)),
      successor: successor,
      conditions: conditions
    )
  }
}
