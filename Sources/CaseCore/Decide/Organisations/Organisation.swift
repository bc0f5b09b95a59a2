/// An organisation that may take part in cases.
public struct Organisation: Hashable, Sendable {
  /// Its number (OIN, Organisatie-identificatienummer): 20 digits or capitals.
  public var number: String
  public var name: String
  public var region: String
  public var roles: Set<String>
  /// The organisation that it is merged into, or being merged into.
  public var successor: String?

  public init(number: String, name: String, region: String, roles: Set<String>, successor: String? = nil) {
    self.number = number
    self.name = name
    self.region = region
    self.roles = roles
    self.successor = successor
  }

  /// Whether it can get a part in anything. One that was removed is known by its name only; one that is being merged into another has its
  /// parts in cases until they go over, and gets no others.
  public var takesPart: Bool { !roles.isEmpty && successor == nil }

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
      successor: successor
    )
  }
}
