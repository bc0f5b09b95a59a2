import CaseCore
import OrderedCollections

/// A machine of which the declarations were read, and the rest was not yet: what a guard means depends on the declarations
/// of all machines.
struct MachineDraft {
  let reader: NodeReader
  /// Of the case itself.
  let isRoot: Bool
  let group: GroupReader?
  let facts: OrderedDictionary<String, Fact>
  let commands: OrderedDictionary<String, CommandDefinition>

  private static let keys = ["label", "facts", "commands", "decisions", "on", "after", "states"]

  init(_ reader: NodeReader, isRoot: Bool) {
    self.reader = reader
    self.isRoot = isRoot
    group = reader.group(Self.keys + (isRoot ? ["start"] : ["initial"]))
    facts = group?.optional("facts")?.dictionary { $0.fact() } ?? [:]
    commands = group?.required("commands")?.dictionary { $0.command() } ?? [:]
  }
}
