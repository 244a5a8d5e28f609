import Cohorts
import Formats
import Foundation
import Protocols
import TestSupport
import Testing

/// Contacts that a person gives, in a table or as a list.
@Suite struct ContactEventsTests {
  func events(_ text: String) throws -> ContactEvents {
    var found: ContactEvents?
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "events.csv")
      try Data(text.utf8).write(to: file)
      found = try ContactEvents(contentsOf: file, named: "events.csv")
    }
    return try #require(found)
  }

  @Test(arguments: [
    "side,time\nR,0.5\nL,1\nr,1.6\n", "Foot;Time (s)\nright;0,5\nleft;1\nRight;1,6\n",
    "Time [ms]\tside\n500\tright\n1000\tleft\n1600\tright\n",
    "time,event\n0.5,RHS\n0.7,LTO\n1,LHS\n1.2,RTO\n1.6,RHS\n",
    "time,label\n0.5,Right Foot Strike\n0.7,Left Foot Off\n1,Left Foot Strike\n1.6,Right Foot Strike\n",
    """
    Events
    200
    Subject,Context,Name,Time (s),Description
    S,Right,Foot Strike,1.6,The instant the heel strikes the ground
    S,Left,Foot Strike,1.0,
    S,Right,Foot Off,1.1,
    S,General,Event,1.3,
    S,Right,Foot Strike,0.5,

    Trajectories
    200
    ,,a
    """,
  ])
  func `the right foot's contacts are read from any usual table`(text: String) throws {
    let events = try events(text)
    #expect(events.contacts(of: .right) == [0.5, 1.6] && events.contacts(of: .left) == [1])
    #expect(events.ofNoSide.isEmpty)
  }

  @Test func `contacts without a side belong to whom they are given for`() throws {
    let events = try events("time\n0,5\n1,6\n")
    #expect(events.contacts(of: .left) == [0.5, 1.6] && events.ofNoSide == [0.5, 1.6])
  }

  @Test func `what is passed over is said`() throws {
    let events = try events("time,side,event\n0.5,R,heel strike\n1.1,R,toe off\n1.2,,start\n1.6,R,initial contact\n")
    #expect(events.passedOver == ["toe off": 1, "start": 1])
    #expect(events.remark == "events that are no initial contact were passed over: 1 'start', 1 'toe off'")
  }

  @Test(arguments: [
    ("side,time\nright,0.5\nboth,1\n", "events.csv:3: column 'side' holds 'both'; right or left is expected."),
    ("side,time\nright,x\n", "events.csv:2: column 'time' holds 'x'; seconds are expected."),
    ("frame,side\n12,right\n", "events.csv:1: there is no column 'time'"),
    ("time,event\n0.5,Foot Off\n", "there is no initial contact in it; its events are 'Foot Off'"),
    ("time,event\n0.5,RHS\n1,foot strike\n", "some of its contacts have no side"),
    (
      "time,side,event\n0.5,R,Left Foot Strike\n",
      "events.csv:2: column 'side' holds 'R', and the event is 'Left Foot Strike'; one foot is expected."
    ), ("time,side,event\n0.5,R,LHS\n", "events.csv:2: column 'side' holds 'R', and the event is 'LHS'"),
    ("time,time\n0.25,1\n", "events.csv:1: column 'time' is there twice."),
    ("note\ntime,side,Side\n0.25,R,L\n", "events.csv:2: column 'Side' is there twice."),
    ("time,side\n0.5\n", "events.csv:2: 1 field stands under 2 column names"), ("", "there is no column 'time'"),
  ])
  func `a table of no contacts is refused`(text: String, message: String) {
    expectFault(.data, message) { try events(text) }
  }

  @Test(arguments: [
    "Toe Contact", "Full foot contact", "FC", "Foot Contact", "Final Contact", "Loss of contact", "no contact",
    "lost contact",
    "ToeStrike", "terminal_contact", "foot contact off", "toe release", "EC", "flat foot contact", "non-contact",
  ])
  func `an event that is no initial contact is passed over`(name: String) throws {
    for initial in ["Heel Contact", "IC", "Initial Contact", "heel_strike", "HeelStrike"] {
      let events = try events("time,side,event\n0.25,R,\(initial)\n0.33,R,\(name)\n1.35,R,\(initial)\n1.43,R,\(name)\n")
      #expect(events.contacts(of: .right) == [0.25, 1.35] && events.passedOver == [name: 2])
    }
  }

  @Test func `a foot's contact is initial where nothing else is`() throws {
    for name in ["FC", "RFC", "Foot Contact", "foot contact"] {
      #expect(
        try events("time,side,event\n0.25,R,\(name)\n1.35,R,\(name)\n0.9,R,FO\n").contacts(of: .right) == [0.25, 1.35])
    }
    #expect(
      try events("time,event\n0.25,RightFootStrike\n0.8,LeftFootStrike\n").contacts == [.right: [0.25], .left: [0.8]])
  }

  @Test func `contacts of both feet without a side are refused`() throws {
    let walk = try RecordingCases.table(RecordingCases.walk)
    expectFault(.data, "are those of both feet: at 0.8, 1.9 s the left foot is in front") {
      try WalkingRecording(walk, contacts: [0.25, 0.8, 1.35, 1.9])
    }
    expectFault(.data, "are those of both feet") { try WalkingRecording(walk, contacts: [0.25, 0.8]) }
    var facts = PredictionSource.RecordingFacts()
    facts.mass = 70
    facts.sides = Side.allCases
    facts.events = try events("time\n0.25\n1.35\n")
    expectFault(.data, "the contacts have no side, and both legs are asked for") {
      try PredictionSource.sources(RecordingCases.url(RecordingCases.walk), task: jointMoment, walk: facts)
    }
  }

  @Test func `given contacts that do not fit are named`() throws {
    let walk = try RecordingCases.table(RecordingCases.walk)
    let findings = try WalkingRecording(walk, contacts: [0.25, 1.35, 1.6, 2.7, 9]).findings
    #expect(findings.kept.map(\.start) == [0.25, 1.6])
    #expect(findings.dropped.map(\.cycle.start) == [1.35, 2.7], "\(findings.dropped)")
    let left = try WalkingRecording(walk, contacts: RecordingCases.left).findings
    #expect(left.notes.contains { $0.subject == .contacts && $0.description.contains("the left foot is in front") })
    #expect(try WalkingRecording(walk, contacts: RecordingCases.right).findings.notes.isEmpty)
  }
}
