import CaseCore
import OrderedCollections

/// A machine whose declarations were read, and whose rest was not: what a guard means depends on the declarations of all
/// machines.
struct MachineBuilder {
  let reader: NodeReader
  /// Of the case itself.
  let isRoot: Bool
  let group: GroupReader?
  let facts: OrderedDictionary<String, Fact>
  let commands: OrderedDictionary<String, CommandDefinition>

  private static let keys = [
    "label",
    "facts",
    "commands",
    "decisions",
    "on",
    "after",
    "states",
    "was",
  ]

  init(_ reader: NodeReader, isRoot: Bool) {
    self.reader = reader
    self.isRoot = isRoot
    group = reader.group(Self.keys + (isRoot ? ["start"] : ["initial"]) + Self.strays(isRoot))
    Self.noteBeginning(group, isRoot: isRoot)
    facts = group?.optional("facts")?.dictionary { $0.fact() } ?? [:]
    commands = group?.required("commands")?.dictionary { $0.command() } ?? [:]
  }

  /// The start key of the other sort of machine: known here, for a better message.
  private static func strays(_ isRoot: Bool) -> [String] { isRoot ? ["initial"] : ["start"] }

  private static func noteBeginning(_ group: GroupReader?, isRoot: Bool) {
    guard let group, let stray = strays(isRoot).first, let reader = group.optional(stray) else { return }
    reader.fault(
      isRoot
        ? "De zaak zelf begint met «start», waarvan «target» de eerste toestand is."
        : "Een onderdeel begint met «initial», de naam van de eerste toestand."
    )
    // What is missing because of it is no second fault.
    reader.log.damage(group.reader.path + [isRoot ? "start" : "initial"])
  }
}
