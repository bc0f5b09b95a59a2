package import CaseCore
package import CaseDoor
package import Foundation
import Postgres
import StoreBase

/// Two regions that have a clerk and a reviewer each.
package struct TwoRegions: Sendable {
  package static let clerk = Actor(subject: "west", organisation: "00000099000000000011", roles: ["clerk"])
  package static let reviewer = Actor(subject: "western", organisation: "00000099000000000012", roles: ["reviewer"])

  package let office: Office

  package init() async throws {
    office = try await Office(workflow: PermitWorkflow.matching)
    for actor in [Self.clerk, Self.reviewer] {
      let (number, roles) = (actor.organisation, Array(actor.roles))
      try await office.tamper(
        "insert into organisation (number, name, region, roles) values (\(number), 'West', 'west', \(roles))",
        "insert into recipient (organisation, queue) values (\(number), \("events.\(number)"))"
      )
    }
  }

  /// One case in each region, about the same person.
  package func ofOnePerson(_ names: [String: String] = ["surname": "El-Amrani", "initials": "M."]) async throws -> (
    UUID, UUID
  ) {
    let one = try await office.caseID(office.apply(applicant: Office.applicant.organisation).alias)
    let begun = try await office.give(
      "apply",
      by: Self.clerk,
      to: .newCase(workflow: "permit"),
      fields: ["text": .string("west")]
    )
    let other = try await office.caseID(begun.alias)
    try await identify(one, by: Office.clerk, names)
    var otherwise = names
    otherwise["surname"] = names["surname"].map { $0.uppercased() }
    try await identify(other, by: Self.clerk, otherwise)
    return (one, other)
  }

  package func identify(_ id: UUID, by actor: Actor, _ names: [String: String], born: String? = "1999-04-05")
    async throws
  {
    var fields = names.mapValues(Input.string)
    if let born { fields["born"] = .string(born) }
    let answer = try await office.give(
      "identify",
      by: actor,
      to: .alias(office.aliasOf(id, for: actor)),
      fields: fields
    )
    guard answer.revision != nil else { throw Unexpected(answer: answer) }
  }

  package func bring(_ adviser: Actor, into id: UUID) async throws {
    _ = try await office.give(
      "consult",
      by: Office.clerk,
      to: .alias(office.aliasOf(id, for: Office.clerk)),
      fields: ["adviser": .string(adviser.organisation)]
    )
  }

  package func compare(_ regions: Set<String> = ["oost", "west"], isAtOnce: Bool = false) async throws
    -> CaseMatcher.Outcome
  {
    let store = MatchStore(pool: office.pool, keyring: office.keyring)
    let matcher = CaseMatcher(door: office.door, store: store, permission: MatchPermission(regions: regions))
    return try await matcher.compare(isAtOnce: isAtOnce)
  }
}
