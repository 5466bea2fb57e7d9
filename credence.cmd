@echo off
rem Credence: builds what is missing, then runs it. "credence help" lists the commands.
setlocal EnableExtensions EnableDelayedExpansion
set "HERE=%~dp0"
set "HERE=%HERE:~0,-1%"
set "MAVEN_VERSION=3.9.16"
if not defined XDG_CACHE_HOME set "XDG_CACHE_HOME=%LOCALAPPDATA%"
set "CACHE=%XDG_CACHE_HOME%\credence"
set "PRODUCTS=%HERE%\releng\org.credence.repository\target\products"

call :find_java || exit /b 1
set "COMMAND=%~1"
if "%COMMAND%"=="" set "COMMAND=workbench"
if "%COMMAND%"=="-h" set "COMMAND=help"
if "%COMMAND%"=="--help" set "COMMAND=help"
set "REST="
:collect
shift
if not "%~1"=="" (
  set REST=!REST! "%~1"
  goto collect
)

if "%COMMAND%"=="test" (
  call :find_maven || exit /b 1
  pushd "%HERE%"
  call "!MVN!" -B -ntp clean verify !REST!
  set "RC=!ERRORLEVEL!"
  popd
  exit /b !RC!
)
call :build || exit /b 1
if "%COMMAND%"=="build" exit /b 0
if "%COMMAND%"=="open" (
  if "!REST!"=="" (
    echo credence: open needs a PATH: credence open FILE-OR-FOLDER... 1>&2
    exit /b 2
  )
  call :launcher headless || exit /b 1
  "%JAVA_HOME%\bin\java" -Xmx1g -jar "!LAUNCHER!" -nosplash -data @none check !REST!
  if errorlevel 1 exit /b !ERRORLEVEL!
  set "COMMAND=workbench"
  set REST= -open !REST!
)
if "!COMMAND!"=="workbench" (
  call :launcher workbench || exit /b 1
  "%JAVA_HOME%\bin\java" -Xmx4g -Djava.awt.headless=true --enable-native-access=ALL-UNNAMED -jar "!LAUNCHER!" -showsplash -data "%LOCALAPPDATA%\credence\workspace" !REST!
  exit /b !ERRORLEVEL!
)
call :launcher headless || exit /b 1
"%JAVA_HOME%\bin\java" -Xmx4g -Djava.awt.headless=true --enable-native-access=ALL-UNNAMED -jar "!LAUNCHER!" -nosplash -data @none %COMMAND% !REST!
exit /b !ERRORLEVEL!

:find_java
rem JAVA_HOME first, then javac on the PATH, then the usual folders; 21 or newer.
call :java_fits "%JAVA_HOME%" && exit /b 0
for /f "delims=" %%J in ('where javac 2^>nul') do (
  for %%D in ("%%~dpJ..") do call :java_fits "%%~fD" && exit /b 0
)
for %%R in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu") do (
  if exist "%%~R" for /d %%D in ("%%~R\*") do call :java_fits "%%~fD" && exit /b 0
)
echo credence: a JDK of version 21 or newer is needed and none was found. Install one, for example Temurin 25, or set JAVA_HOME to it. 1>&2
exit /b 1

:java_fits
if "%~1"=="" exit /b 1
if not exist "%~1\bin\javac.exe" exit /b 1
for /f "tokens=3" %%V in ('""%~1\bin\java" -XshowSettings:properties -version 2>&1 | findstr /c:"java.specification.version ="" ') do set "MAJOR=%%V"
echo !MAJOR!| findstr /r "^[0-9][0-9]*$" >nul || exit /b 1
if !MAJOR! LSS 21 exit /b 1
set "JAVA_HOME=%~1"
exit /b 0

:find_maven
set "MVN=%CACHE%\apache-maven-%MAVEN_VERSION%\bin\mvn.cmd"
if exist "%MVN%" exit /b 0
where mvn >nul 2>nul
if errorlevel 1 (
  echo credence: Apache Maven is needed and was not found on the PATH. Install any version from 3.6 on. 1>&2
  exit /b 1
)
echo credence: fetching Apache Maven %MAVEN_VERSION% into %CACHE% 1>&2
if not exist "%CACHE%" mkdir "%CACHE%"
rem Not from within the project: an older Maven stumbles over the project's own .mvn folder.
pushd "%CACHE%"
call mvn -q -B dependency:copy -Dartifact=org.apache.maven:apache-maven:%MAVEN_VERSION%:zip:bin "-DoutputDirectory=%CACHE%"
if errorlevel 1 (
  popd
  echo credence: Maven %MAVEN_VERSION% could not be fetched; check the network and run again. 1>&2
  exit /b 1
)
"%JAVA_HOME%\bin\jar" xf "apache-maven-%MAVEN_VERSION%-bin.zip"
del "apache-maven-%MAVEN_VERSION%-bin.zip"
popd
exit /b 0

:build
rem Built once, and again when a source is newer than the last build.
set "STAMP=%HERE%\target\built"
powershell -NoProfile -Command "$s='%STAMP%'; if (-not (Test-Path $s)) { exit 1 }; $t=(Get-Item $s).LastWriteTimeUtc; $n=Get-ChildItem '%HERE%\pom.xml','%HERE%\.mvn','%HERE%\target-platform','%HERE%\bundles','%HERE%\features','%HERE%\releng' -Recurse -File | Where-Object { $_.FullName -notmatch '\\(target|bin|bin_test|test)\\' -and $_.LastWriteTimeUtc -gt $t } | Select-Object -First 1; if ($n) { exit 1 } else { exit 0 }"
if not errorlevel 1 exit /b 0
call :find_maven || exit /b 1
echo credence: building; the first build fetches about 300 MB from Maven Central (log: target\build.log) 1>&2
pushd "%HERE%"
call "%MVN%" -B -ntp clean package -Dcredence.platform=win32 -Dcredence.quick -DskipTests -Dspotless.check.skip=true > "%TEMP%\credence-build.log" 2>&1
set "RC=%ERRORLEVEL%"
popd
if not exist "%HERE%\target" mkdir "%HERE%\target"
move /y "%TEMP%\credence-build.log" "%HERE%\target\build.log" >nul
if not "%RC%"=="0" (
  findstr /b /c:"[ERROR]" "%HERE%\target\build.log" 1>&2
  echo credence: the build failed; the whole log is in target\build.log 1>&2
  exit /b 1
)
echo built> "%STAMP%"
exit /b 0

:launcher
set "LAUNCHER="
for %%F in ("%PRODUCTS%\org.credence.%1.product\win32\win32\x86_64\plugins\org.eclipse.equinox.launcher_*.jar") do set "LAUNCHER=%%~fF"
if defined LAUNCHER exit /b 0
echo credence: the product is incomplete; delete target\built and run again. 1>&2
exit /b 1
