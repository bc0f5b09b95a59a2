import CaseCore
import CaseDoor
import Foundation
import LocalTime
import OrderedCollections
import Postgres
import StoreBase
import TestOffice

/// A store in which there is an organisation for each role, and one more for each way in which somebody stands to a case.
struct RightsStage: Sendable {
  let reading: RightsReading
  /// As the door runs it.
  let workflow: Workflow
  let office: Office
  private let now: Instant
  private let roles: [String]

  /// - Parameter workflow: as the door runs it; what it should be is in the text that was read.
  init(_ reading: RightsReading, _ workflow: Workflow) async throws {
    (self.reading, self.workflow) = (reading, workflow)
    office = try await Office(workflow: workflow, versions: [workflow])
    now = try await office.clock.now()
    roles = reading.access.keys.sorted()
    var organisations: [(number: String, roles: [String])] = []
    for role in roles { organisations.append((Self.number(of: role, in: roles), [role])) }
    for role in roles {
      for standpoint in Standpoint.allCases where standpoint != .unlisted {
        for isBefore in [false, true] {
          let scene = scene(role, standpoint, isBefore: isBefore)
          if !scene.listed.isEmpty { organisations.append((scene.number, scene.listed.sorted())) }
        }
      }
    }
    try await enter(organisations)
  }

  private func enter(_ organisations: [(number: String, roles: [String])]) async throws {
    try await office.pool.withConnection { connection in
      for (number, roles) in organisations {
        try connection.query(
          """
          insert into organisation (number, name, region, roles) values (\(number), 'Test', \(RightsScene.region), \(roles))
          on conflict (number) do update set region = excluded.region, roles = excluded.roles
          """
        )
        try connection.query(
          """
          insert into recipient (organisation, queue) values (\(number), \("events.\(number)"))
          on conflict (organisation) do nothing
          """
        )
      }
    }
  }

  // MARK: - Who

  func scene(_ role: String, _ standpoint: Standpoint, isBefore: Bool) -> RightsScene {
    let place = (roles.firstIndex(of: role) ?? 0) * Standpoint.allCases.count
    let index = place + (Standpoint.allCases.firstIndex(of: standpoint) ?? 0)
    return RightsScene(
      reading,
      workflow,
      role,
      standpoint,
      isBefore: isBefore,
      number: Self.number(1_000 + 2 * index + (isBefore ? 1 : 0)),
      at: now
    )
  }

  func scene(of cell: EntranceCell) -> RightsScene {
    scene(cell.role, cell.standpoint, isBefore: cell.place == nil)
  }

  private static func number(of role: String, in roles: [String]) -> String {
    number(100 + (roles.firstIndex(of: role) ?? 0))
  }

  private static func number(_ number: Int) -> String {
    let digits = String(number)
    return "00000099" + String(repeating: "0", count: 12 - digits.count) + digits
  }

  // MARK: - What

  /// The command of a cell, as somebody gives it who may.
  func order(_ command: String) -> RightsOrder? {
    let definition = workflow.machines.values.lazy.compactMap { $0.commands[command] }.first
    let roles = roles
    return definition.map { definition in
      RightsOrder(command, definition, in: workflow, on: Amsterdam.date(at: now)) { role in
        Self.number(of: role, in: roles)
      }
    }
  }

  /// Writes the cases on which commands of the cells are given.
  /// - Returns: the id of each; `nil` before there is a case.
  func plant(_ cells: [EntranceCell]) async throws -> [UUID?] {
    let planted = try cells.map { cell -> PlantedCase? in
      guard let place = cell.place, let order = order(cell.command) else { return nil }
      let scene = scene(of: cell)
      let instance = scene.instance(in: place.state, child: cell.child, of: place.machine, in: place.childState)
      return try PlantedCase(scene.instance(instance, for: order), of: workflow, keyring: office.keyring, at: now)
    }
    let writings = planted.compactMap { $0?.writing }
    if !writings.isEmpty {
      try await office.pool.withConnection { connection in
        _ = try connection.query(CaseWriting.statement(writings))
      }
    }
    return planted.map { $0?.id }
  }
}
