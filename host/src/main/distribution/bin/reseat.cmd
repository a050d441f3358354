@echo off
rem Starts the host or one of its commands. Environment: JAVA_HOME (else java on the PATH), RESEAT_OPTS (more flags
rem for the JVM of "run"), RESEAT_HOME (the home to work on; default: the folder above this one).
setlocal

for %%d in ("%~dp0..") do set "DISTRIBUTION=%%~fd"

rem A java.exe in the current folder is nobody's choice.
set "NoDefaultCurrentDirectoryInExePath=1"
set "JAVA=java"
if not defined JAVA_HOME goto check
set "JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%JAVA%" goto check
echo reseat: JAVA_HOME is %JAVA_HOME%, but there is no bin\java.exe in it; correct or unset it 1>&2
exit /b 1

rem Asked by its bare name: a quoted path with blanks or parentheses does not survive 'for'. The line with the word
rem "version" may come after others, which JAVA_TOOL_OPTIONS brings.
:check
set "OWN_PATH=%PATH%"
if defined JAVA_HOME set "PATH=%JAVA_HOME%\bin;%PATH%"
set "MAJOR="
for /f "tokens=2,3" %%a in ('java -version 2^>^&1') do if "%%a"=="version" if not defined MAJOR set "MAJOR=%%~b"
set "PATH=%OWN_PATH%"
set "OWN_PATH="
if defined MAJOR goto compare
if defined JAVA_HOME echo reseat: "%JAVA%" is Java of an unknown version, but 17 or later is needed; set JAVA_HOME 1>&2
if not defined JAVA_HOME echo reseat: no java on the PATH and no JAVA_HOME; install Java 17 or later 1>&2
exit /b 1

rem 1.8 is 8.
:compare
for /f "delims=.-+_ tokens=1,2" %%m in ("%MAJOR%") do if "%%m"=="1" (set "MAJOR=%%n") else (set "MAJOR=%%m")
if %MAJOR% GEQ 17 goto start
echo reseat: "%JAVA%" is Java %MAJOR%, but 17 or later is needed; set JAVA_HOME 1>&2
exit /b 1

:start
set "FLAGS=-XX:TieredStopAtLevel=1 -Xshare:auto"
set "OPTIONS="
if "%~1"=="run" set "FLAGS=-Xss512k -Xms24m -XX:Tier4InvocationThreshold=20000 -XX:Tier4MinInvocationThreshold=2400"
if "%~1"=="run" set "FLAGS=%FLAGS% -XX:Tier4CompileThreshold=60000 -XX:Tier4BackEdgeThreshold=160000"
if "%~1"=="run" set "OPTIONS=%RESEAT_OPTS%"
rem A JVM refuses two collectors.
set "COLLECTOR=-XX:+UseSerialGC"
set GIVEN=%JAVA_TOOL_OPTIONS% %JDK_JAVA_OPTIONS% %OPTIONS%
if defined GIVEN echo "%GIVEN%" | findstr /r /c:"-XX:+Use.*GC" >nul && set "COLLECTOR="

"%JAVA%" %COLLECTOR% %FLAGS% %OPTIONS% "-Dreseat.distribution=%DISTRIBUTION%" -jar "%DISTRIBUTION%\lib\reseat-host.jar" %*
exit /b %ERRORLEVEL%
