import Foundation
import SettingsStore

@testable import CaseCore
@testable import CaseReading
@testable import DeadlineAdministration
@testable import StoreBase

/// What is kept of the administration, of every shape.
extension RandomContent {
  mutating func settingsEntry() -> SettingsEntry.Content {
    let actor = Actor(subject: text(), organisation: text(), roles: [])
    return SettingsEntry.Content(by: actor, reason: text(), changes: list { $0.configurationChange() })
  }

  private mutating func configurationChange() -> SettingsChange {
    switch below(8) {
    case 0: .set(place(), setting())
    case 1: .clear(place())
    case 2: .close(calendar: text(), date(), source: text())
    case 3: .open(calendar: text(), date())
    case 4: .equate(date(), source: text())
    case 5: .unequate(date())
    case 6: .decreesKnown(year: below(9_999))
    default: .decreesUnknown(year: below(9_999))
    }
  }

  private mutating func place() -> SettingPlace {
    SettingPlace(
      workflow: text(),
      region: optional { $0.text() },
      caseType: optional { $0.text() },
      deadline: optional { .init($0.text(), of: $0.text()) }
    )
  }

  private mutating func setting() -> DeadlineSetting {
    DeadlineSetting(
      length: optional { $0.length() },
      kind: optional { DeadlineKind.allCases[$0.below(DeadlineKind.allCases.count)] },
      warnings: optional { random in random.list { .init(before: $0.length(), roles: $0.list { $0.text() }) } },
      roles: optional { random in random.list { $0.text() } },
      reminders: optional { random in random.list { .init(after: $0.length(), roles: $0.list { $0.text() }) } },
      calendar: optional { $0.text() },
      isOff: optional { $0.flag() }
    )
  }

  mutating func approvedPlan() throws -> KeptPlan {
    // Of no meaning for what is kept.
    let keyring = try Keyring(text: Keyring.newText(keyName: "test"))
    var plan = KeptPlan()
    for _ in 0..<below(4) {
      let planned = PlannedSettings(
        caseID: UUID(),
        reader: "",
        keyring: keyring,
        workflow: text(),
        region: text(),
        deadlines: list { $0.deadlineChange() },
        atOnce: list { $0.consequence() }
      )
      plan.add(planned)
      plan.plan.count(planned, isReadable: true)
    }
    return plan
  }

  private mutating func deadlineChange() -> DeadlineChange {
    DeadlineChange(
      name: DeadlineName("name", child: optional { _ in "child-1" }),
      machine: text(),
      effect: DeadlineChange.Effect.allCases[below(3)],
      oldDue: optional { $0.instant() },
      newDue: optional { $0.instant() },
      isOverdueAtOnce: flag(),
      warnsAgain: list { $0.below(9) },
      skips: list { $0.below(9) }
    )
  }

  private mutating func consequence() -> Consequence {
    Consequence(
      deadline: text(),
      moves: list { .init(child: $0.optional { $0.text() }, from: $0.text(), to: $0.text()) },
      told: list { $0.text() }
    )
  }

  mutating func destructionRecord() -> DestructionRecord {
    DestructionRecord(
      revision: number(),
      at: instant(),
      workflow: text(),
      version: text(),
      region: text(),
      state: text(),
      command: text(),
      ground: text(),
      completed: act(),
      decided: list { $0.act() },
      recipients: list {
        .init(organisation: $0.text(), child: $0.text(), machine: $0.text(), state: $0.text(), since: $0.instant())
      },
      fields: dictionary { $0.value() },
      readers: list {
        .init(
          organisation: $0.text(),
          roles: Set($0.list { $0.text() }),
          all: Set($0.list { $0.text() }),
          revision: $0.flag() ? $0.number() : nil
        )
      }
    )
  }

  private mutating func act() -> DestructionRecord.Act {
    DestructionRecord.Act(
      organisation: text(),
      role: text(),
      person: text(),
      at: instant(),
      ground: text(),
      decision: optional { $0.text() },
      option: optional { $0.text() }
    )
  }

  mutating func calendarAddress() -> CalendarFeedStore.Content {
    CalendarFeedStore.Content(subject: text(), organisation: text(), role: text())
  }

  mutating func account() -> StoredAccount { StoredAccount(by: text(), reason: optional { $0.text() }) }

  private mutating func length() -> Length { Self.lengths[below(Self.lengths.count)] }

  private static let lengths = ["P1D", "P6W", "P3M", "P2Y", "PT72H", "P10B"].compactMap { try? Length(iso8601: $0) }

  private mutating func date() -> CivilDate { CivilDate(dayNumber: below(60_000)) }

  mutating func optional<Element>(_ make: (inout RandomContent) -> Element) -> Element? {
    flag() ? make(&self) : nil
  }
}
