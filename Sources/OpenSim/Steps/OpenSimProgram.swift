/// The program in Python that runs a step with OpenSim; it is written beside the step's files and so kept with them.
let openSimProgram = #"""
  """Runs one step of a simulation with OpenSim and tells in report.json what came of it.

  It is given the path of a job in JSON and works in the folder that it is started in. Nothing that OpenSim answers is
  trusted: a step has come to an end when the file that it should write is there and has rows.
  """

  import json
  import math
  import os
  import sys

  import opensim


  class Refusal(Exception):
      pass


  def rows(path):
      """The labels and rows of a motion file, as OpenSim writes it."""
      with open(path) as file:
          lines = file.read().split("\n")
      end = next((i for i, line in enumerate(lines) if line.strip().lower() == "endheader"), None)
      if end is None:
          raise Refusal(f"{os.path.basename(path)} has no header")
      labels = lines[end + 1].split()
      table = [[float(cell) for cell in line.split()] for line in lines[end + 2 :] if line.strip()]
      if not table:
          raise Refusal(f"{os.path.basename(path)} has no rows")
      return labels, table


  def required(path, step):
      if not os.path.exists(path) or os.path.getsize(path) == 0:
          raise Refusal(f"OpenSim's {step} wrote no {os.path.basename(path)}")
      return path


  def text(value):
      return " ".join(repr(float(number)) for number in value)


  def described(model):
      """What a model consists of, by name."""
      model.initSystem()
      markers = model.getMarkerSet()
      muscles = model.getMuscles()
      coordinates = model.getCoordinateSet()
      bodies = model.getBodySet()
      state = model.initSystem()
      return {
          "name": model.getName(),
          "mass": model.getTotalMass(state),
          "markers": {
              markers.get(i).getName(): markers.get(i).getParentFrame().findBaseFrame().getName()
              for i in range(markers.getSize())
          },
          "muscles": [muscles.get(i).getName() for i in range(muscles.getSize())],
          "coordinates": [coordinates.get(i).getName() for i in range(coordinates.getSize())],
          "bodies": [bodies.get(i).getName() for i in range(bodies.getSize())],
      }


  def look(job):
      return described(opensim.Model(job["model"]))


  def marker_set(markers):
      parts = []
      for marker in markers:
          parts.append(
              f'<Marker name="{marker["name"]}"><socket_parent_frame>/bodyset/{marker["body"]}</socket_parent_frame>'
              f'<location>{text(marker["at"])}</location><fixed>{str(marker["fixed"]).lower()}</fixed></Marker>'
          )
      return (
          '<?xml version="1.0" encoding="UTF-8"?><OpenSimDocument Version="40000"><MarkerSet name="markers"><objects>'
          + "".join(parts)
          + "</objects></MarkerSet></OpenSimDocument>"
      )


  def tasks(weights):
      parts = [
          f'<IKMarkerTask name="{name}"><apply>{str(weight > 0).lower()}</apply><weight>{weight!r}</weight></IKMarkerTask>'
          for name, weight in sorted(weights.items())
      ]
      return "<IKTaskSet><objects>" + "".join(parts) + "</objects></IKTaskSet>"


  def scale(job):
      """Makes a person's model of a generic one, in two steps: sizes by one standing trial, marker places by another."""
      source = job["model"]
      if job["markers"]:
          with open("markers.xml", "w") as file:
              file.write(marker_set(job["markers"]))
          model = opensim.Model(source)
          model.updateMarkerSet(opensim.MarkerSet(os.path.abspath("markers.xml")))
          model.finalizeConnections()
          model.printToXML("generic.osim")
          source = "generic.osim"
      measurements = []
      for measure in job["measurements"]:
          pairs = "".join(f"<MarkerPair><markers>{a} {b}</markers></MarkerPair>" for a, b in measure["pairs"])
          bodies = "".join(
              f'<BodyScale name="{body}"><axes>{" ".join(axes)}</axes></BodyScale>'
              for body, axes in sorted(measure["bodies"].items())
          )
          measurements.append(
              f'<Measurement name="{measure["name"]}"><apply>true</apply><MarkerPairSet><objects>{pairs}</objects>'
              f"</MarkerPairSet><BodyScaleSet><objects>{bodies}</objects></BodyScaleSet></Measurement>"
          )
      manual = "".join(
          f"<Scale><scales>{text(factors)}</scales><segment>{body}</segment><apply>true</apply></Scale>"
          for body, factors in sorted(job["manual"].items())
      )
      order = ("manualScale " if manual else "") + "measurements"

      def setup(name, model, scaler, placer):
          path = f"{name}.xml"
          with open(path, "w") as file:
              file.write(
                  f'<?xml version="1.0" encoding="UTF-8"?><OpenSimDocument Version="40000"><ScaleTool name="{name}">'
                  f'<mass>{job["mass"]!r}</mass><height>-1</height><age>-1</age><GenericModelMaker>'
                  f"<model_file>{model}</model_file></GenericModelMaker>{scaler}{placer}</ScaleTool></OpenSimDocument>"
              )
          opensim.ScaleTool(path).run()

      def window(key):
          return text(job[key])

      scaler = (
          f"<ModelScaler><apply>true</apply><scaling_order>{order}</scaling_order><MeasurementSet><objects>"
          f'{"".join(measurements)}</objects></MeasurementSet><ScaleSet><objects>{manual}</objects></ScaleSet>'
          f'<marker_file>{job["static"]}</marker_file><time_range>{window("static_window")}</time_range>'
          "<preserve_mass_distribution>true</preserve_mass_distribution><output_model_file>sized.osim</output_model_file>"
          "<output_scale_file>factors.xml</output_scale_file></ModelScaler>"
      )

      def placer(static, weights, time, output, motion):
          return (
              f"<MarkerPlacer><apply>true</apply>{tasks(weights)}<marker_file>{static}</marker_file>"
              f"<time_range>{time}</time_range><output_motion_file>{motion}</output_motion_file>"
              f"<output_model_file>{output}</output_model_file><max_marker_movement>-1</max_marker_movement></MarkerPlacer>"
          )

      off_scaler = "<ModelScaler><apply>false</apply></ModelScaler>"
      first = "first.osim" if job["placing"] != job["static"] else job["output"]
      setup(
          "sizes", source, scaler, placer(job["static"], job["static_weights"], window("static_window"), first, "sizes.sto")
      )
      required(first, "scaling")
      if first != job["output"]:
          setup(
              "places", first, off_scaler,
              placer(job["placing"], job["placing_weights"], window("placing_window"), job["output"], "places.sto"),
          )
      return described(opensim.Model(required(job["output"], "scaling")))


  def kinematics(job):
      path = "ik.xml"
      with open(path, "w") as file:
          file.write(
              '<?xml version="1.0" encoding="UTF-8"?><OpenSimDocument Version="40000"><InverseKinematicsTool name="trial">'
              f'<model_file>{job["model"]}</model_file><constraint_weight>Inf</constraint_weight><accuracy>1e-05</accuracy>'
              f'{tasks(job["weights"])}<marker_file>{job["markers"]}</marker_file>'
              f'<time_range>{text([job["start"], job["end"]])}</time_range><report_errors>true</report_errors>'
              f'<report_marker_locations>true</report_marker_locations><output_motion_file>{job["output"]}'
              "</output_motion_file></InverseKinematicsTool></OpenSimDocument>"
          )
      for stale in [job["output"], "trial_ik_model_marker_locations.sto", "_ik_model_marker_locations.sto"]:
          if os.path.exists(stale):
              os.remove(stale)
      opensim.InverseKinematicsTool(path).run()
      rows(required(job["output"], "inverse kinematics"))
      places = next((name for name in os.listdir(".") if name.endswith("ik_model_marker_locations.sto")), None)
      if places is None:
          raise Refusal("OpenSim's inverse kinematics wrote no marker locations")
      return {"places": places}


  def loads(job):
      parts = []
      for load in job["loads"]:
          parts.append(
              f'<ExternalForce name="{load["body"]}"><isDisabled>false</isDisabled>'
              f'<applied_to_body>{load["body"]}</applied_to_body><force_expressed_in_body>ground</force_expressed_in_body>'
              f'<point_expressed_in_body>ground</point_expressed_in_body><force_identifier>{load["force"]}</force_identifier>'
              f'<point_identifier>{load["point"]}</point_identifier><torque_identifier>{load["torque"]}</torque_identifier>'
              "</ExternalForce>"
          )
      with open("loads.xml", "w") as file:
          file.write(
              '<?xml version="1.0" encoding="UTF-8"?><OpenSimDocument Version="40000"><ExternalLoads name="loads"><objects>'
              + "".join(parts)
              + f'</objects><datafile>{job["forces"]}</datafile></ExternalLoads></OpenSimDocument>'
          )
      return "loads.xml"


  def dynamics(job):
      path = "id.xml"
      with open(path, "w") as file:
          file.write(
              '<?xml version="1.0" encoding="UTF-8"?><OpenSimDocument Version="40000"><InverseDynamicsTool name="trial">'
              f'<results_directory>.</results_directory><model_file>{job["model"]}</model_file>'
              f'<time_range>{text([job["start"], job["end"]])}</time_range><forces_to_exclude>Muscles Actuators'
              f'</forces_to_exclude><external_loads_file>{loads(job)}</external_loads_file>'
              f'<coordinates_file>{job["coordinates"]}</coordinates_file><lowpass_cutoff_frequency_for_coordinates>'
              f'{job["lowpass"]!r}</lowpass_cutoff_frequency_for_coordinates><output_gen_force_file>{job["output"]}'
              "</output_gen_force_file></InverseDynamicsTool></OpenSimDocument>"
          )
      if os.path.exists(job["output"]):
          os.remove(job["output"])
      opensim.InverseDynamicsTool(path).run()
      rows(required(job["output"], "inverse dynamics"))
      return {}


  def optimisation(job):
      """Static optimisation with the muscles of one leg; the other joints are held by strong actuators."""
      model = opensim.Model(job["model"])
      forces = model.updForceSet()
      other = "_l" if job["side"] == "r" else "_r"
      actuated = set()
      for index in reversed(range(forces.getSize())):
          force = forces.get(index)
          if opensim.Muscle.safeDownCast(force) is not None:
              if force.getName().endswith(other):
                  forces.remove(index)
              continue
          actuator = opensim.CoordinateActuator.safeDownCast(force)
          if actuator is not None:
              actuated.add(actuator.get_coordinate())
      coordinates = model.getCoordinateSet()
      pelvis = set(job["pelvis"])
      for index in range(coordinates.getSize()):
          coordinate = coordinates.get(index)
          name = coordinate.getName()
          if name in actuated or coordinate.get_locked() or name.endswith("_beta"):
              continue
          actuator = opensim.CoordinateActuator(name)
          actuator.setName(f"{name}_reserve")
          strong = name in pelvis or name.endswith(other)
          actuator.setOptimalForce(job["residual"] if strong else job["reserve"])
          actuator.setMinControl(-math.inf)
          actuator.setMaxControl(math.inf)
          forces.cloneAndAppend(actuator)
      model.finalizeConnections()
      model.printToXML("one_leg.osim")
      analysis = opensim.StaticOptimization()
      analysis.setName("so")
      analysis.setStartTime(job["start"])
      analysis.setEndTime(job["end"])
      analysis.setUseModelForceSet(True)
      analysis.setActivationExponent(job["exponent"])
      analysis.setUseMusclePhysiology(job["physiology"])
      analysis.setConvergenceCriterion(1e-4)
      analysis.setMaxIterations(100)
      tool = opensim.AnalyzeTool()
      tool.updAnalysisSet().cloneAndAppend(analysis)
      tool.setName("trial")
      tool.setModelFilename("one_leg.osim")
      tool.setCoordinatesFileName(job["coordinates"])
      tool.setLowpassCutoffFrequency(job["lowpass"])
      tool.setExternalLoadsFileName(loads(job))
      tool.setResultsDir(".")
      tool.setInitialTime(job["start"])
      tool.setFinalTime(job["end"])
      tool.setSolveForEquilibrium(False)
      tool.setReplaceForceSet(False)
      output = "trial_so_force.sto"
      if os.path.exists(output):
          os.remove(output)
      tool.printToXML("so.xml")
      opensim.AnalyzeTool("so.xml").run()
      rows(required(output, "static optimisation"))
      os.replace(output, job["output"])
      activation = required("trial_so_activation.sto", "static optimisation")
      os.replace(activation, job["activations"])
      return {}


  def recipe(job):
      """What a laboratory's own setups say, as the parts of a recipe."""
      import xml.etree.ElementTree as tree

      answer = {"markers": [], "measurements": [], "manual": [], "weights": {}, "static_weights": {}, "placing_weights": {}}
      for path in job["setups"]:
          try:
              root = tree.parse(path).getroot()
          except tree.ParseError as error:
              raise Refusal(f"{path} is no XML: {error}")

          def word(node, *names):
              for name in names:
                  value = node.findtext(name)
                  if value and value.strip():
                      return value.strip()
              return ""

          for marker in root.iter("Marker"):
              body = word(marker, "socket_parent_frame", "body").split("/")[-1]
              at = [float(number) for number in word(marker, "location").split()]
              if body and len(at) == 3:
                  answer["markers"].append(
                      {"name": marker.get("name"), "body": body, "at": at, "fixed": word(marker, "fixed") == "true"}
                  )
          weights = {
              task.get("name"): float(word(task, "weight") or 1) if word(task, "apply") != "false" else 0.0
              for task in root.iter("IKMarkerTask")
          }
          scaler = root.find(".//ModelScaler")
          if root.find(".//InverseKinematicsTool") is not None:
              answer["weights"].update(weights)
          elif scaler is not None:
              sizes = word(scaler, "apply") != "false" and root.find(".//Measurement") is not None
              answer["static_weights" if sizes else "placing_weights"].update(weights)
              window = word(scaler, "time_range").split()
              if sizes and len(window) == 2 and float(window[1]) > 0:
                  answer["standing"] = float(window[1]) - float(window[0])
              placer = root.find(".//MarkerPlacer")
              window = word(placer, "time_range").split() if placer is not None else []
              if not sizes and len(window) == 2 and float(window[1]) > 0:
                  answer["placing"] = float(window[1]) - float(window[0])
          for measure in root.iter("Measurement"):
              pairs = [word(pair, "markers") for pair in measure.iter("MarkerPair")]
              for axes in sorted({word(body, "axes") for body in measure.iter("BodyScale")}):
                  bodies = [body.get("name") for body in measure.iter("BodyScale") if word(body, "axes") == axes]
                  if pairs and word(measure, "apply") != "false":
                      answer["measurements"].append(
                          {"name": measure.get("name"), "pairs": [" ".join(pair.split()) for pair in pairs],
                           "bodies": bodies, "axes": axes.split()}
                      )
          if scaler is not None and "manualScale" in word(scaler, "scaling_order"):
              for part in root.iter("Scale"):
                  factors = [float(number) for number in word(part, "scales").split()]
                  if word(part, "apply") != "false" and len(factors) == 3:
                      answer["manual"].append({"body": word(part, "segment"), "factors": factors})
      if not answer["weights"]:
          raise Refusal("none of the files is an InverseKinematicsTool with tasks; its weights are needed")
      return answer


  def main():
      with open(sys.argv[1] + ".json") as file:
          job = json.load(file)
      steps = {
          "look": look, "scale": scale, "ik": kinematics, "id": dynamics, "so": optimisation,
          "recipe": recipe, "probe": lambda job: {},
      }
      opensim.Logger.setLevelString("warn")
      try:
          report = {"answer": steps[job["step"]](job)}
      except Refusal as refusal:
          report = {"error": str(refusal)}
      except Exception as error:
          lines = [line.strip() for line in str(error).split("\n") if line.strip()]
          report = {"error": f'OpenSim says: {lines[0] if lines else type(error).__name__}'}
      report["opensim"] = opensim.GetVersion()
      with open("report.json.part", "w") as file:
          json.dump(report, file)
      os.replace("report.json.part", "report.json")
      sys.exit(1 if "error" in report else 0)


  main()
  """#
