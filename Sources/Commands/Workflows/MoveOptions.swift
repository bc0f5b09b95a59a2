import ArgumentParser
import Server

/// Which cases are to move where.
struct MoveArguments: ParsableArguments {
  @Argument(help: "The key of the workflow.") var workflow: String
  @Option(help: "The version that the cases follow.") var from: String
  @Option(help: "The version that they are to follow.") var to: String

  @Option(
    name: .customLong("map"),
    help: "A state that has another name in the new version: old=new, of a child machine machine/old=new."
  )
  var names: [StateRename] = []
}

/// The same, by who runs the service.
struct MoveOptions: ParsableArguments {
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var move: MoveArguments

  var order: Administration.MoveOrder {
    .init(workflow: move.workflow, from: move.from, to: move.to, names: move.names.map(\.name))
  }
}

/// `toetsing=beoordeling`, or `adviesaanvraag/gevraagd=lopend`.
struct StateRename: ExpressibleByArgument {
  let name: Administration.MoveOrder.StateName

  init?(argument: String) {
    let sides = argument.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    let place = sides[0].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard sides.count == 2, place.count <= 2, !(place + [sides[1]]).contains("") else { return nil }
    name = .init(machine: place.count == 2 ? place[0] : nil, old: place[place.count - 1], new: sides[1])
  }
}
